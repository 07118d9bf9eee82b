"""Stored files: the row knows the content by its hash, the store by its key."""

from enum import StrEnum

from sqlalchemy import BigInteger, CheckConstraint, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from server.core.database import Row, checked


class ScanState(StrEnum):
    """Nothing is given out before it is clean."""

    WAITING = "waiting"
    CLEAN = "clean"
    REFUSED = "refused"


class FileBlob(Row):
    """The bytes of one upload. `mime` is what the bytes say, not what the sender said."""

    __tablename__ = "file_blobs"
    __table_args__ = (
        UniqueConstraint("storage_key"),
        CheckConstraint("size >= 0", name="size"),
        CheckConstraint("length(sha256) = 64", name="sha256"),
    )

    sha256: Mapped[str] = mapped_column(String(64), index=True)
    size: Mapped[int] = mapped_column(BigInteger)
    mime: Mapped[str] = mapped_column(String(127))
    storage_key: Mapped[str] = mapped_column(String(200))
    scan_state: Mapped[ScanState] = mapped_column(checked(ScanState, "scan_state"), default=ScanState.WAITING)
