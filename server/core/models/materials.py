"""What a space shares: images in albums, links to videos and files in folders (R-180, R-181)."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from server.core.database import Row, checked
from server.core.models.columns import ByUser, Line


class Section(StrEnum):
    """The three parts of Materials (R-180)."""

    IMAGES = "images"
    VIDEOS = "videos"
    FILES = "files"


class MaterialKind(StrEnum):
    """What a material is; each kind has its section."""

    IMAGE = "image"
    VIDEO_LINK = "video_link"
    FILE = "file"


class VideoProvider(StrEnum):
    """The three hosts whose videos may be linked (R-184)."""

    YOUTUBE = "youtube"
    VIMEO = "vimeo"
    DAILYMOTION = "dailymotion"


class Licence(StrEnum):
    """Why it may be shown here."""

    OWN = "own"
    CC_BY = "cc_by"
    CC_BY_SA = "cc_by_sa"
    PUBLIC_DOMAIN = "public_domain"
    PERMISSION = "permission"


IMAGE_TYPES = ("jpg", "png", "webp")
FILE_TYPES = ("doc", "docx", "odp", "ods", "odt", "pdf", "ppt", "pptx", "xls", "xlsx")

SECTION_OF_KIND = {
    MaterialKind.IMAGE: Section.IMAGES,
    MaterialKind.VIDEO_LINK: Section.VIDEOS,
    MaterialKind.FILE: Section.FILES,
}


def _any_of(column: str, words: tuple[str, ...]) -> str:
    listed = ", ".join(f"'{word}'" for word in words)
    return f"{column} IN ({listed})"


def file_type_rule(files: tuple[str, ...]) -> str:
    """Which endings go with which kind, where files have these."""
    return (
        f"kind = 'video_link' OR (kind = 'image' AND {_any_of('file_type', IMAGE_TYPES)})"
        f" OR (kind = 'file' AND {_any_of('file_type', files)})"
    )


KIND_RULES = {
    "video_has_provider": "kind <> 'video_link' OR (provider IS NOT NULL AND provider_id IS NOT NULL"
    " AND url IS NOT NULL AND file_id IS NULL AND thumbnail_id IS NULL AND file_type IS NULL)",
    "others_have_file": "kind = 'video_link' OR (provider IS NULL AND provider_id IS NULL AND url IS NULL"
    " AND file_id IS NOT NULL AND file_type IS NOT NULL)",
    "image_has_thumbnail": "(kind = 'image') = (thumbnail_id IS NOT NULL)",
    "file_type_of_kind": file_type_rule(FILE_TYPES),
}
"""What holds of everything that is a picture, a file or a link, in whichever table it stands: name and rule."""


class Folder(Row):
    """Where materials lie; one for images is called an album."""

    __tablename__ = "folders"
    __table_args__ = (
        UniqueConstraint("space_id", "section", "name"),
        # What a material's two columns point at, so that the database itself keeps kinds in their sections.
        UniqueConstraint("id", "section"),
    )

    space_id: Mapped[UUID] = mapped_column(ForeignKey("spaces.id", ondelete="CASCADE"))
    section: Mapped[Section] = mapped_column(checked(Section, "section"))
    name: Mapped[str] = mapped_column(String(80))
    position: Mapped[int] = mapped_column(default=0)
    created_by: Mapped[ByUser]


class Material(Row):
    """One thing in a folder. `section` is the folder's own, held by the foreign key."""

    __tablename__ = "materials"
    __table_args__ = (
        ForeignKeyConstraint(["folder_id", "section"], ["folders.id", "folders.section"], ondelete="CASCADE"),
        Index("ix_materials_folder", "folder_id", "created_at"),
        CheckConstraint(
            " OR ".join(
                f"(section = '{section.value}' AND kind = '{kind.value}')" for kind, section in SECTION_OF_KIND.items()
            ),
            name="kind_of_section",
        ),
        *(CheckConstraint(rule, name=name) for name, rule in KIND_RULES.items()),
    )

    folder_id: Mapped[UUID]
    section: Mapped[Section] = mapped_column(checked(Section, "section"))
    kind: Mapped[MaterialKind] = mapped_column(checked(MaterialKind, "kind"))
    title: Mapped[Line]
    alt_text: Mapped[str] = mapped_column(String(300), default="")
    """What an image shows, for those who do not see it."""
    file_id: Mapped[UUID | None] = mapped_column(ForeignKey("file_blobs.id"), index=True)
    thumbnail_id: Mapped[UUID | None] = mapped_column(ForeignKey("file_blobs.id"), index=True)
    file_type: Mapped[str | None] = mapped_column(String(4))
    """What the bytes are, as an ending: `png`, `pdf` …"""
    url: Mapped[str | None] = mapped_column(String(200))
    """Made by us from provider and id: never what somebody typed."""
    provider: Mapped[VideoProvider | None] = mapped_column(checked(VideoProvider, "provider"))
    provider_id: Mapped[str | None] = mapped_column(String(32))
    licence: Mapped[Licence] = mapped_column(checked(Licence, "licence"), default=Licence.OWN)
    shows_pupils: Mapped[bool] = mapped_column(default=False)
    owner_id: Mapped[ByUser]
    checked_public_at: Mapped[datetime | None]
    """When the host said that the video is public (R-185); null while nobody has asked it."""
