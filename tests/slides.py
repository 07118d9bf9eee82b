"""Presentations and texts of Office, made in the test itself: small, and opened by the programs they are for."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping, Sequence
from xml.sax.saxutils import escape

XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
DRAWING = "http://schemas.openxmlformats.org/drawingml/2006/main"
SLIDES = "http://schemas.openxmlformats.org/presentationml/2006/main"
WORDS = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
NAMES = f'xmlns:a="{DRAWING}" xmlns:r="{OFFICE}" xmlns:p="{SLIDES}"'
MAIN = "application/vnd.openxmlformats-officedocument"
WIDE, HIGH = 12_192_000, 6_858_000
"""A slide of 16 to 9, in EMU."""
TREE = "<p:nvGrpSpPr><p:cNvPr id='1' name=''/><p:cNvGrpSpPr/><p:nvPr/></p:nvGrpSpPr><p:grpSpPr/>"
MAP = " ".join(
    f'{name}="{colour}"'
    for name, colour in {
        "bg1": "lt1",
        "tx1": "dk1",
        "bg2": "lt2",
        "tx2": "dk2",
        "hlink": "hlink",
        "folHlink": "folHlink",
        **{f"accent{number}": f"accent{number}" for number in range(1, 7)},
    }.items()
)


def pptx(slides: Sequence[tuple[str, Sequence[str]]], pictures: Mapping[int, bytes] | None = None) -> bytes:
    """A presentation: of each slide the title and the lines below; JPEG pictures by the number of their slide."""
    pictures = pictures or {}
    count = len(slides)
    ids = "".join(f'<p:sldId id="{256 + n}" r:id="s{n}"/>' for n in range(count))
    parts: dict[str, str | bytes] = {
        "ppt/presentation.xml": f'<p:presentation {NAMES}><p:sldMasterIdLst><p:sldMasterId id="2147483648" r:id="m"/>'
        f'</p:sldMasterIdLst><p:sldIdLst>{ids}</p:sldIdLst><p:sldSz cx="{WIDE}" cy="{HIGH}"/>'
        '<p:notesSz cx="6858000" cy="9144000"/></p:presentation>',
        "ppt/_rels/presentation.xml.rels": _relations(
            {"m": ("slideMaster", "slideMasters/slideMaster1.xml")}
            | {f"s{n}": ("slide", f"slides/slide{n + 1}.xml") for n in range(count)}
        ),
        "ppt/slideMasters/slideMaster1.xml": f"<p:sldMaster {NAMES}><p:cSld><p:spTree>{TREE}</p:spTree></p:cSld>"
        f'<p:clrMap {MAP}/><p:sldLayoutIdLst><p:sldLayoutId id="2147483649" r:id="l"/></p:sldLayoutIdLst>'
        "</p:sldMaster>",
        "ppt/slideMasters/_rels/slideMaster1.xml.rels": _relations(
            {"l": ("slideLayout", "../slideLayouts/slideLayout1.xml"), "t": ("theme", "../theme/theme1.xml")}
        ),
        "ppt/slideLayouts/slideLayout1.xml": f"<p:sldLayout {NAMES}><p:cSld><p:spTree>{TREE}</p:spTree></p:cSld>"
        "</p:sldLayout>",
        "ppt/slideLayouts/_rels/slideLayout1.xml.rels": _relations(
            {"m": ("slideMaster", "../slideMasters/slideMaster1.xml")}
        ),
        "ppt/theme/theme1.xml": _theme(),
    }
    for n, (title, lines) in enumerate(slides):
        picture = _picture() if n in pictures else ""
        shapes = _text(2, 500_000, 1_200_000, [title], 4400) + _text(3, 2_000_000, 4_000_000, lines, 2400) + picture
        parts[f"ppt/slides/slide{n + 1}.xml"] = (
            f"<p:sld {NAMES}><p:cSld><p:spTree>{TREE}{shapes}</p:spTree></p:cSld></p:sld>"
        )
        relations = {"l": ("slideLayout", "../slideLayouts/slideLayout1.xml")}
        if n in pictures:
            relations["p"] = ("image", f"../media/image{n}.jpg")
            parts[f"ppt/media/image{n}.jpg"] = pictures[n]
        parts[f"ppt/slides/_rels/slide{n + 1}.xml.rels"] = _relations(relations)
    kinds = {
        "/ppt/presentation.xml": "presentationml.presentation.main",
        "/ppt/slideMasters/slideMaster1.xml": "presentationml.slideMaster",
        "/ppt/slideLayouts/slideLayout1.xml": "presentationml.slideLayout",
        "/ppt/theme/theme1.xml": "theme",
        **{f"/ppt/slides/slide{n + 1}.xml": "presentationml.slide" for n in range(count)},
    }
    return _package("ppt/presentation.xml", kinds, parts)


def docx_that_reaches_out(*addresses: str) -> bytes:
    """A text whose pictures are elsewhere: a program that fetches them tells somebody that it was opened (T16)."""
    names = f'xmlns:w="{WORDS}" xmlns:r="{OFFICE}" xmlns:v="urn:schemas-microsoft-com:vml"'
    shapes = "".join(
        f'<w:p><w:r><w:pict><v:shape style="width:200pt;height:200pt"><v:imagedata r:id="r{n}"/></v:shape></w:pict>'
        '</w:r></w:p><w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> INCLUDETEXT '
        f'"{escape(address)}" </w:instrText></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>'
        for n, address in enumerate(addresses)
    )
    relations = {f"r{n}": ("image", address) for n, address in enumerate(addresses)}
    parts: dict[str, str | bytes] = {
        "word/document.xml": f"<w:document {names}><w:body><w:p><w:r><w:t>Rivers</w:t></w:r></w:p>{shapes}</w:body>"
        "</w:document>",
        "word/_rels/document.xml.rels": _relations(relations, external=True),
    }
    return _package("word/document.xml", {"/word/document.xml": "wordprocessingml.document.main"}, parts)


def odp(pages: Sequence[str]) -> bytes:
    """A presentation of LibreOffice (ODF 1.3), each page with one line of words."""
    kind = "application/vnd.oasis.opendocument.presentation"
    names = " ".join(
        f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{full}:1.0"'
        for short, full in {"office": "office", "draw": "drawing", "text": "text", "svg": "svg-compatible"}.items()
    )
    shown = "".join(
        f'<draw:page draw:name="p{n}"><draw:frame svg:x="2cm" svg:y="2cm" svg:width="18cm" svg:height="3cm">'
        f"<draw:text-box><text:p>{escape(words)}</text:p></draw:text-box></draw:frame></draw:page>"
        for n, words in enumerate(pages)
    )
    body = f"<office:body><office:presentation>{shown}</office:presentation></office:body>"
    entry = '<m:file-entry m:full-path="{}" m:media-type="{}"/>'
    manifest = "urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("mimetype", kind, zipfile.ZIP_STORED)
        made.writestr(
            "content.xml",
            f'{XML}<office:document-content {names} office:version="1.3">{body}</office:document-content>',
        )
        made.writestr(
            "META-INF/manifest.xml",
            f'{XML}<m:manifest xmlns:m="{manifest}" m:version="1.3">'
            f"{entry.format('/', kind)}{entry.format('content.xml', 'text/xml')}</m:manifest>",
        )
    return out.getvalue()


def _text(number: int, top: int, high: int, lines: Sequence[str], size: int) -> str:
    words = "".join(f'<a:p><a:r><a:rPr lang="en" sz="{size}"/><a:t>{escape(line)}</a:t></a:r></a:p>' for line in lines)
    return (
        f'<p:sp><p:nvSpPr><p:cNvPr id="{number}" name="Text {number}"/><p:cNvSpPr txBox="1"/><p:nvPr/></p:nvSpPr>'
        f'<p:spPr><a:xfrm><a:off x="600000" y="{top}"/><a:ext cx="6500000" cy="{high}"/></a:xfrm>'
        f'<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></p:spPr><p:txBody><a:bodyPr/>{words}</p:txBody></p:sp>'
    )


def _picture() -> str:
    return (
        '<p:pic><p:nvPicPr><p:cNvPr id="9" name="Picture"/><p:cNvPicPr/><p:nvPr/></p:nvPicPr><p:blipFill>'
        '<a:blip r:embed="p"/><a:stretch><a:fillRect/></a:stretch></p:blipFill><p:spPr><a:xfrm>'
        '<a:off x="7400000" y="1800000"/><a:ext cx="4200000" cy="3150000"/></a:xfrm>'
        '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></p:spPr></p:pic>'
    )


def _theme() -> str:
    dark, light = '<a:srgbClr val="14211B"/>', '<a:srgbClr val="FFFFFF"/>'
    accent = '<a:srgbClr val="0B6B50"/>'
    names = ["accent1", "accent2", "accent3", "accent4", "accent5", "accent6", "hlink", "folHlink"]
    colours = f"<a:dk1>{dark}</a:dk1><a:lt1>{light}</a:lt1><a:dk2>{dark}</a:dk2><a:lt2>{light}</a:lt2>"
    colours += "".join(f"<a:{name}>{accent}</a:{name}>" for name in names)
    font = '<a:latin typeface="DejaVu Sans"/><a:ea typeface=""/><a:cs typeface=""/>'
    fill = '<a:solidFill><a:schemeClr val="phClr"/></a:solidFill>'
    effect = "<a:effectStyle><a:effectLst/></a:effectStyle>"
    return (
        f'<a:theme xmlns:a="{DRAWING}" name="Plain"><a:themeElements><a:clrScheme name="Plain">{colours}</a:clrScheme>'
        f'<a:fontScheme name="Plain"><a:majorFont>{font}</a:majorFont><a:minorFont>{font}</a:minorFont></a:fontScheme>'
        f'<a:fmtScheme name="Plain"><a:fillStyleLst>{fill * 3}</a:fillStyleLst><a:lnStyleLst>'
        f"{f'<a:ln>{fill}</a:ln>' * 3}</a:lnStyleLst><a:effectStyleLst>{effect * 3}</a:effectStyleLst>"
        f"<a:bgFillStyleLst>{fill * 3}</a:bgFillStyleLst></a:fmtScheme></a:themeElements></a:theme>"
    )


def _relations(found: Mapping[str, tuple[str, str]], *, external: bool = False) -> str:
    mode = ' TargetMode="External"' if external else ""
    lines = "".join(
        f'<Relationship Id="{name}" Type="{OFFICE}/{kind}" Target="{escape(target)}"{mode}/>'
        for name, (kind, target) in found.items()
    )
    return f'<Relationships xmlns="{PACKAGE}/relationships">{lines}</Relationships>'


def _package(start: str, kinds: Mapping[str, str], parts: Mapping[str, str | bytes]) -> bytes:
    overrides = "".join(
        f'<Override PartName="{part}" ContentType="{MAIN}.{kind}+xml"/>' for part, kind in kinds.items()
    )
    types = (
        f'<Types xmlns="{PACKAGE}/content-types"><Default Extension="xml" ContentType="application/xml"/>'
        '<Default Extension="jpg" ContentType="image/jpeg"/><Default Extension="rels" '
        f'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>{overrides}</Types>'
    )
    whole = {
        "[Content_Types].xml": types,
        "_rels/.rels": _relations({"r": ("officeDocument", start)}),
        **parts,
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in whole.items():
            made.writestr(name, content if isinstance(content, bytes) else XML + content)
    return out.getvalue()
