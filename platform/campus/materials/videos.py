"""Which video a link means (R-184). Nothing is asked of the hosts: whether a video is public cannot be known here, but
the links by which a host shares a hidden one can be told apart (R-185)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import SplitResult, parse_qs, urlsplit

from server.core.errors import UserError
from server.core.models import VideoProvider

LONGEST_LINK = 500
YOUTUBE = frozenset(
    {"youtube.com", "www.youtube.com", "m.youtube.com", "music.youtube.com", "www.youtube-nocookie.com"}
)
VIMEO = frozenset({"vimeo.com", "www.vimeo.com", "player.vimeo.com"})
DAILYMOTION = frozenset({"dailymotion.com", "www.dailymotion.com"})

YOUTUBE_ID = re.compile("[A-Za-z0-9_-]{11}")
YOUTUBE_PATH = re.compile("/(?:shorts|embed|live|v)/([A-Za-z0-9_-]{11})/?")
VIMEO_PATH = re.compile(r"/(?:video/|channels/[\w-]+/|groups/[\w-]+/videos/)?([0-9]{5,12})(?:/(\w+))?/?")
DAILYMOTION_PATH = re.compile("/(?:embed/)?video/([A-Za-z0-9]{5,24})(?:_[^/]*)?/?")
SHORT_DAILYMOTION = re.compile("/([A-Za-z0-9]{5,24})/?")

PAGES = {
    VideoProvider.YOUTUBE: "https://www.youtube.com/watch?v={}",
    VideoProvider.VIMEO: "https://vimeo.com/{}",
    VideoProvider.DAILYMOTION: "https://www.dailymotion.com/video/{}",
}


@dataclass(frozen=True)
class Video:
    """A video at its host."""

    provider: VideoProvider
    id: str

    @property
    def url(self) -> str:
        """The page where it plays, written by us."""
        return PAGES[self.provider].format(self.id)


def video_of(link: str) -> Video:
    """The video behind a link that somebody pasted; refuses other hosts, hidden videos and links to no video."""
    parts = _split(link.strip())
    host = parts.hostname or ""
    if host in YOUTUBE or host == "youtu.be":
        found = _on_youtube(parts, host)
    elif host in VIMEO:
        found = _on_vimeo(parts)
    elif host in DAILYMOTION or host == "dai.ly":
        found = _on_dailymotion(parts, host)
    else:
        raise _other_host()
    if found is None:
        raise UserError("video_link", "We find no video in this link. Open the video and copy its address.", status=422)
    return found


def _split(link: str) -> SplitResult:
    # Browsers and libraries disagree about backslashes, spaces and control characters in addresses: none is needed.
    if len(link) > LONGEST_LINK or not re.fullmatch(r"[!-\[\]-~]+", link):
        raise _other_host()
    try:
        parts = urlsplit(link if "://" in link else f"https://{link}")
        plain = parts.scheme in ("http", "https") and parts.port in (None, 80, 443) and "@" not in parts.netloc
    except ValueError:
        raise _other_host() from None
    if not plain:
        raise _other_host()
    return parts


def _other_host() -> UserError:
    return UserError("video_host", "Videos are links to YouTube, Vimeo or Dailymotion.", status=422)


def _hidden() -> UserError:
    return UserError(
        "video_private", "This is the link of a video that is not public. Make it public first.", status=422
    )


def _on_youtube(parts: SplitResult, host: str) -> Video | None:
    if host == "youtu.be":
        found = parts.path.strip("/")
    elif parts.path == "/watch":
        found = parse_qs(parts.query).get("v", [""])[0]
    else:
        short = YOUTUBE_PATH.fullmatch(parts.path)
        found = short[1] if short else ""
    return Video(VideoProvider.YOUTUBE, found) if YOUTUBE_ID.fullmatch(found) else None


def _on_vimeo(parts: SplitResult) -> Video | None:
    found = VIMEO_PATH.fullmatch(parts.path)
    if found is None:
        return None
    # An unlisted video is reached by a second part only, which its owner gives away.
    if found[2] or "h" in parse_qs(parts.query):
        raise _hidden()
    return Video(VideoProvider.VIMEO, found[1])


def _on_dailymotion(parts: SplitResult, host: str) -> Video | None:
    path = SHORT_DAILYMOTION if host == "dai.ly" else DAILYMOTION_PATH
    found = path.fullmatch(parts.path)
    if found is None:
        return None
    # Public ids begin with x; with k begins what the owner of a private video gives away.
    if found[1].startswith("k"):
        raise _hidden()
    return Video(VideoProvider.DAILYMOTION, found[1]) if re.fullmatch("x[a-z0-9]+", found[1]) else None
