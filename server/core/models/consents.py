"""What parents agreed to, as recorded by a teacher; the paper stays at school (domain 10.2)."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from server.core import clock
from server.core.database import Row, checked
from server.core.models.columns import ByUser, Prose
from server.core.models.users import User


class ConsentKind(StrEnum):
    """Each can be given and taken back alone."""

    ACCOUNT = "account"
    PHOTO = "photo"
    VIDEO = "video"
    RECORDING = "recording"
    PUBLIC_NAME = "public_name"


class ConsentState(StrEnum):
    """What the latest word is."""

    GIVEN = "given"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


class Consent(Row):
    """One word on one kind of consent. The latest row per pupil and kind counts; earlier ones stay as its history."""

    __tablename__ = "consents"
    __table_args__ = (
        Index("ix_consents_latest", "pupil_id", "kind", "at"),
        CheckConstraint("pupil_id <> recorded_by", name="recorded_by_another"),
    )

    pupil_id: Mapped[UUID] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"))
    kind: Mapped[ConsentKind] = mapped_column(checked(ConsentKind, "kind"))
    state: Mapped[ConsentState] = mapped_column(checked(ConsentState, "state"))
    evidence_note: Mapped[Prose]
    recorded_by: Mapped[ByUser]
    at: Mapped[datetime] = mapped_column(default=clock.now)
    pupil: Mapped[User] = relationship(foreign_keys="Consent.pupil_id", lazy="raise")
