"""Bodies about the materials of a space."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

import msgspec

from server.chat.wire import MaterialKind, VideoProvider
from server.rooms.wire import Person

Section = Literal["images", "videos", "files"]
"""The three parts of Materials (R-180)."""

Licence = Literal["own", "cc_by", "cc_by_sa", "public_domain", "permission"]
"""Why it may be shown here: own work, Creative Commons, free of rights, or somebody's permission."""

Title = Annotated[str, msgspec.Meta(max_length=2_000)]
"""Wider than what is kept, so that a person who writes too much is told so."""


class Folder(msgspec.Struct, frozen=True, kw_only=True):
    """A folder, or an album of images."""

    id: UUID
    section: Section
    name: str
    materials: int
    cover: UUID | None
    """The newest image in an album."""
    may_rename: bool
    """And put it elsewhere among the others."""
    may_delete: bool
    """With everything in it."""


class FolderList(msgspec.Struct, frozen=True, kw_only=True):
    """All folders of a space, those that were made first at the front."""

    folders: list[Folder]


class NewFolder(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A folder to be made (R-182)."""

    section: Section
    name: Title


class RenameFolder(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Another name for a folder."""

    name: Title


class MoveFolder(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Another place among the folders of its section."""

    before: UUID | None = None
    """The folder in front of which it stands then; null: behind all."""


class DeleteFolder(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Delete a folder with what is in it."""

    materials: Annotated[int, msgspec.Meta(ge=0)] = 0
    """How many the reader was told of; with more in it by now the answer is `folder_not_empty`."""


class Material(msgspec.Struct, frozen=True, kw_only=True):
    """An image, a link to a video or a file. The bytes are at `/file`, a small picture of an image at `/thumbnail`."""

    id: UUID
    folder: UUID
    folder_name: str
    section: Section
    kind: MaterialKind
    title: str
    alt_text: str
    """What an image shows, for those who do not see it; empty when nobody has said."""
    file_type: str | None
    """The ending: `png`, `pdf` …; null for a video."""
    size: int | None
    """In bytes."""
    url: str | None
    """Where a video plays."""
    provider: VideoProvider | None
    licence: Licence
    shows_pupils: bool
    owner: Person
    created_at: datetime
    may_move: bool
    may_delete: bool


class MaterialPage(msgspec.Struct, frozen=True, kw_only=True):
    """Some materials, newest first."""

    materials: list[Material]
    older: bool
    """Whether there are older ones: ask with `before`, the id of the last one here."""


class MoveMaterials(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Put materials into another folder of their section: all of them, or none."""

    materials: Annotated[list[UUID], msgspec.Meta(min_length=1, max_length=100)]
    folder: UUID


class NewUpload(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What is said of an upload; what it is say its bytes. Without a folder it is refused (R-181)."""

    title: Title
    folder: UUID | None = None
    alt_text: Title = ""
    licence: Licence = "own"
    shows_pupils: bool = False


class NewVideo(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A video at one of the three hosts (R-184). Without a folder it is refused (R-181)."""

    url: Annotated[str, msgspec.Meta(max_length=2_000)]
    title: Title
    folder: UUID | None = None
    licence: Licence = "own"
    shows_pupils: bool = False
