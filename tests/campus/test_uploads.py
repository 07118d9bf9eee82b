"""What an upload is, by its bytes; what is left of it; and which links are videos."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
from PIL import Image

from campus.materials import pictures
from campus.materials.videos import video_of
from server.core import sniffing
from server.core.errors import UserError
from tests.uploads import archive, office, old_office, open_document, picture

DOCUMENTS = {
    "pdf": b"%PDF-1.7\n1 0 obj",
    "doc": old_office("Root Entry", "WordDocument"),
    **{kind: office(kind, "word/document.xml") for kind in ("docx", "xlsx", "pptx")},
    **{kind: open_document(kind, "content.xml") for kind in ("odt", "ods", "odp")},
}

OPAQUE = {
    "xls": old_office("Workbook"),
    "an older one": old_office("Book"),
    "ppt": old_office("Current User", "Pictures", "x", "y", "PowerPoint Document"),
    "ppt in small letters": old_office("current user", "powerpoint document"),
}

NO_DOCUMENTS = {
    "a program": b"MZ\x90\x00" + b"\0" * 200,
    "a page": b"<!doctype html><script>alert(1)</script>",
    "a picture": picture(),
    "nothing": b"",
    "an installer in the old form": old_office("Root Entry", "Property"),
    "a name that stands nowhere in the directory": old_office("Root Entry") + b"x" + "WordDocument".encode("utf-16-le"),
    "any archive": archive("readme.txt"),
    "a program for phones": archive("AndroidManifest.xml", "classes.dex"),
    "an archive that is cut off": office("docx")[:60],
    "an archive with an endless list": office("docx")[:-10] + b"\xff\xff\xff\xff" + office("docx")[-6:],
    "a drawing": archive(mimetype=b"application/vnd.oasis.opendocument.graphics"),
}

WITH_MACROS = {
    "a new one": office("docx", "word/vbaProject.bin"),
    "LibreOffice's": open_document("ods", "Basic/Standard/Module1.xml"),
    "an old one": old_office("WordDocument", "_VBA_PROJECT"),
    "an old one in other letters": old_office("WORDDOCUMENT", "_vba_Project"),
}


def refusal(path: Path) -> str:
    with pytest.raises(UserError) as refused:
        sniffing.file_type(path)
    return refused.value.code


@pytest.fixture
def stored(tmp_path: Path) -> Path:
    return tmp_path / "holiday.jpg"


@pytest.mark.proves("R-180")
@pytest.mark.parametrize("kind", DOCUMENTS)
def test_a_document_is_known_by_its_bytes(stored: Path, kind: str) -> None:
    stored.write_bytes(DOCUMENTS[kind])
    assert sniffing.file_type(stored) == kind


@pytest.mark.proves("R-180")
@pytest.mark.parametrize("what", NO_DOCUMENTS)
def test_what_is_no_document_is_refused_whatever_its_name(stored: Path, what: str) -> None:
    stored.write_bytes(NO_DOCUMENTS[what])
    assert refusal(stored) == "file_type"


@pytest.mark.parametrize("what", WITH_MACROS)
def test_a_document_with_macros_is_refused(stored: Path, what: str) -> None:
    stored.write_bytes(WITH_MACROS[what])
    assert refusal(stored) == "has_macros"


# LZMA says in its first four bytes how it was used (APPNOTE 5.8.8).
@pytest.mark.parametrize(("method", "at"), [(zipfile.ZIP_DEFLATED, 0), (zipfile.ZIP_LZMA, 4)])
def test_a_damaged_document_is_called_so(stored: Path, method: int, at: int) -> None:
    with zipfile.ZipFile(stored, "w", method) as made:
        made.writestr("[Content_Types].xml", bytes(range(256)))
    content = bytearray(stored.read_bytes())
    began = content.index(b".xml") + len(b".xml")
    content[began + at : began + 16] = b"\xff" * (16 - at)
    stored.write_bytes(content)
    assert refusal(stored) == "file_damaged"


@pytest.mark.parametrize("what", OPAQUE)
def test_an_old_document_that_cannot_be_looked_into_is_refused(stored: Path, what: str) -> None:
    stored.write_bytes(OPAQUE[what])
    assert refusal(stored) == "old_office"


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_nothing_of_a_photograph_is_left_but_what_one_sees(stored: Path, kind: str) -> None:
    told = Image.Exif()
    told[0x0112] = 6  # lies on its side
    told[0x010F] = "Camera of Ada"
    told.get_ifd(0x8825)[2] = (40.0, 24.0, 0.0)  # where it was taken
    stored.write_bytes(picture(kind, (60, 40), exif=told) + b"hidden behind the end")
    drawn = pictures.redraw(stored)
    assert drawn.kind == pictures.TYPES[kind]
    for content in (drawn.content, drawn.thumbnail):
        assert not any(word in content for word in (b"Camera of Ada", b"Exif", b"EXIF", b"eXIf", b"hidden"))
        with Image.open(io.BytesIO(content)) as shown:
            assert (shown.size, dict(shown.getexif())) == ((40, 60), {}), "upright"


def test_a_picture_is_made_as_small_as_pages_need(stored: Path) -> None:
    stored.write_bytes(picture("JPEG", (3000, 1500)))
    drawn = pictures.redraw(stored)
    with Image.open(io.BytesIO(drawn.content)) as large, Image.open(io.BytesIO(drawn.thumbnail)) as small:
        assert (large.size, small.size, small.format) == ((2560, 1280), (480, 240), "WEBP")


def test_a_photograph_with_a_second_picture_in_it_is_one_picture(stored: Path) -> None:
    stored.write_bytes(picture("MPO", save_all=True, append_images=[Image.new("RGB", (30, 20), "red")]))
    drawn = pictures.redraw(stored)
    with Image.open(io.BytesIO(drawn.content)) as shown:
        assert (drawn.kind, shown.format, shown.size) == ("jpg", "JPEG", (60, 40))


def test_what_is_see_through_stays_so(stored: Path) -> None:
    out = io.BytesIO()
    Image.new("P", (8, 8)).save(out, "PNG", transparency=0)
    stored.write_bytes(out.getvalue())
    with Image.open(io.BytesIO(pictures.redraw(stored).content)) as shown:
        assert shown.mode == "RGBA"
        assert shown.getpixel((0, 0)) == (0, 0, 0, 0)


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (picture("GIF"), "image_type"),
        (picture("TIFF"), "image_type"),
        (picture()[:50], "image_type"),
        (b"", "image_type"),
        (b"\x89PNG\r\n\x1a\n" + b"\0" * 40, "image_type"),
        (b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>', "image_type"),
        (picture("PNG", (8000, 4001)), "image_too_large"),
        (picture("JPEG", (8000, 4001), progressive=True), "image_too_large"),
        (picture("JPEG", (40_000, 2000)), "image_too_large"),
    ],
)
def test_what_is_no_picture_of_ours_is_refused(stored: Path, content: bytes, code: str) -> None:
    stored.with_suffix(".png").write_bytes(content)
    with pytest.raises(UserError) as refused:
        pictures.redraw(stored.with_suffix(".png"))
    assert refused.value.code == code


VIDEOS = {
    "https://www.youtube.com/watch?v=dQw4w9WgXcQ": ("youtube", "dQw4w9WgXcQ"),
    "https://www.youtube.com/watch?list=PL1&v=dQw4w9WgXcQ&t=3s": ("youtube", "dQw4w9WgXcQ"),
    "http://youtube.com/shorts/dQw4w9WgXcQ": ("youtube", "dQw4w9WgXcQ"),
    "https://M.YouTube.com/watch?v=dQw4w9WgXcQ": ("youtube", "dQw4w9WgXcQ"),
    "https://www.youtube-nocookie.com/embed/dQw4w9WgXcQ?rel=0": ("youtube", "dQw4w9WgXcQ"),
    "  youtu.be/dQw4w9WgXcQ?si=abc ": ("youtube", "dQw4w9WgXcQ"),
    "https://youtu.be/dQw4w9WgXcQ": ("youtube", "dQw4w9WgXcQ"),
    "https://vimeo.com/76979871": ("vimeo", "76979871"),
    "https://player.vimeo.com/video/76979871": ("vimeo", "76979871"),
    "https://vimeo.com/channels/staffpicks/76979871": ("vimeo", "76979871"),
    "https://www.dailymotion.com/video/x7tgad0": ("dailymotion", "x7tgad0"),
    "https://www.dailymotion.com/video/x7tgad0_the-sea_school": ("dailymotion", "x7tgad0"),
    "https://dai.ly/x7tgad0": ("dailymotion", "x7tgad0"),
}

NO_VIDEOS = {
    "https://example.org/watch?v=dQw4w9WgXcQ": "video_host",
    "https://youtube.com.evil.org/watch?v=dQw4w9WgXcQ": "video_host",
    "https://evil.org/youtube.com/watch?v=dQw4w9WgXcQ": "video_host",
    "https://youtube.com@evil.org/watch?v=dQw4w9WgXcQ": "video_host",
    "https://evil@youtube.com/watch?v=dQw4w9WgXcQ": "video_host",
    "https://evil.org\\@youtube.com/watch?v=dQw4w9WgXcQ": "video_host",
    "https://youtube.com\\.evil.org/watch?v=dQw4w9WgXcQ": "video_host",
    "https://notyoutube.com/watch?v=dQw4w9WgXcQ": "video_host",
    "https://youtube.co/watch?v=dQw4w9WgXcQ": "video_host",
    "https://youtube.com:8080/watch?v=dQw4w9WgXcQ": "video_host",
    "https://youtube.com:x/watch?v=dQw4w9WgXcQ": "video_host",
    "https://уоutube.com/watch?v=dQw4w9WgXcQ": "video_host",
    "https://ｙoutube.com/watch?v=dQw4w9WgXcQ": "video_host",
    "https://you\ttube.com/watch?v=dQw4w9WgXcQ": "video_host",
    "javascript://youtube.com/%0aalert(1)": "video_host",
    "ftp://youtube.com/watch?v=dQw4w9WgXcQ": "video_host",
    "youtube": "video_host",
    "": "video_host",
    "https://www.youtube.com/watch?v=" + "x" * 600: "video_host",
    "https://www.youtube.com/@someschool": "video_link",
    "https://www.youtube.com/watch?v=short": "video_link",
    "https://youtu.be/": "video_link",
    "https://vimeo.com/about": "video_link",
    "https://www.dailymotion.com/search/sea": "video_link",
    "https://vimeo.com/76979871/8272103f6e": "video_private",
    "https://player.vimeo.com/video/76979871?h=8272103f6e": "video_private",
    "https://www.dailymotion.com/video/k1A2b3c4d5C6d7E8f9g": "video_private",
}


@pytest.mark.proves("R-184")
@pytest.mark.parametrize("link", VIDEOS)
def test_videos_of_the_three_hosts_are_taken(link: str) -> None:
    video = video_of(link)
    assert (video.provider.value, video.id) == VIDEOS[link]
    assert video_of(video.url) == video, "what we write ourselves leads to the same"


@pytest.mark.proves("R-184", "R-185")
@pytest.mark.parametrize("link", NO_VIDEOS)
def test_other_hosts_and_hidden_videos_are_refused(link: str) -> None:
    with pytest.raises(UserError) as refused:
        video_of(link)
    assert refused.value.code == NO_VIDEOS[link]
