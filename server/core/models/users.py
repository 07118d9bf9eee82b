"""Accounts of all types, what is known of the people behind them, and what they are on the platform."""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, String, UniqueConstraint, func, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from server.core.database import Row, checked
from server.core.models.columns import ByUser, CountryCode, OfUser, Prose, Words
from server.core.models.states import moved


class AccountType(StrEnum):
    """What kind of person an account is for."""

    STAFF = "staff"
    PUPIL = "pupil"
    GENERAL = "general"
    TRAINEE = "trainee"


class UserStatus(StrEnum):
    """Where an account is in its life (domain 8); pupils and adults walk different ways."""

    NEW = "new"
    CONFIRMED = "confirmed"
    VALIDATION_PENDING = "validation_pending"
    VALIDATED = "validated"
    REJECTED = "rejected"
    SUSPENDED = "suspended"
    DEACTIVATED = "deactivated"
    INVITED = "invited"
    ACTIVE = "active"
    LOCKED = "locked"
    DORMANT = "dormant"
    ERASED = "erased"


USER_TRANSITIONS: dict[UserStatus, frozenset[UserStatus]] = {
    UserStatus.NEW: frozenset({UserStatus.CONFIRMED, UserStatus.DEACTIVATED}),
    UserStatus.CONFIRMED: frozenset({UserStatus.VALIDATION_PENDING, UserStatus.SUSPENDED, UserStatus.DEACTIVATED}),
    UserStatus.VALIDATION_PENDING: frozenset({UserStatus.VALIDATED, UserStatus.REJECTED, UserStatus.DEACTIVATED}),
    UserStatus.VALIDATED: frozenset({UserStatus.SUSPENDED, UserStatus.DEACTIVATED}),
    UserStatus.REJECTED: frozenset({UserStatus.VALIDATION_PENDING, UserStatus.DEACTIVATED}),
    UserStatus.SUSPENDED: frozenset({UserStatus.VALIDATED, UserStatus.CONFIRMED, UserStatus.DEACTIVATED}),
    UserStatus.DEACTIVATED: frozenset({UserStatus.ERASED}),
    UserStatus.INVITED: frozenset({UserStatus.ACTIVE, UserStatus.DORMANT}),
    UserStatus.ACTIVE: frozenset({UserStatus.LOCKED, UserStatus.DORMANT}),
    UserStatus.LOCKED: frozenset({UserStatus.ACTIVE, UserStatus.DORMANT}),
    UserStatus.DORMANT: frozenset({UserStatus.ACTIVE, UserStatus.ERASED}),
    UserStatus.ERASED: frozenset(),
}

MAY_SIGN_IN = frozenset(
    {UserStatus.CONFIRMED, UserStatus.VALIDATION_PENDING, UserStatus.VALIDATED, UserStatus.REJECTED}
    | {UserStatus.INVITED, UserStatus.ACTIVE, UserStatus.DORMANT}
)
"""The states in which the right password opens the door."""


class User(Row):
    """An account. `(id, account_type)` is unique so that other tables can hold the type and be checked by it.

    Staff: `new → confirmed → validation_pending → validated ⇄ suspended`, `→ rejected`, `→ deactivated → erased`.
    Pupils: `invited → active ⇄ locked`, `→ dormant → erased`.
    """

    __tablename__ = "users"
    __table_args__ = (
        UniqueConstraint("id", "account_type"),
        Index("uq_users_username", func.lower(text("username")), unique=True),
        Index("uq_users_email", func.lower(text("email")), unique=True),
        # A pupil's address is never asked for; a member of staff is reached by one.
        CheckConstraint("account_type <> 'pupil' OR email IS NULL", name="pupil_without_email"),
        CheckConstraint("account_type <> 'staff' OR email IS NOT NULL", name="staff_with_email"),
        CheckConstraint(
            "status = 'erased' OR (account_type = 'pupil') = (status IN ('invited', 'active', 'locked', 'dormant'))",
            name="status_of_type",
        ),
        CheckConstraint("length(username) >= 3", name="username_length"),
    )

    account_type: Mapped[AccountType] = mapped_column(checked(AccountType, "account_type"))
    username: Mapped[str] = mapped_column(String(64))
    email: Mapped[str | None] = mapped_column(String(254))
    password_hash: Mapped[str | None] = mapped_column(String(255))
    """argon2; null for accounts that only sign in through a provider."""
    password_changed_at: Mapped[datetime | None]
    first_name: Mapped[str] = mapped_column(String(80))
    last_name: Mapped[str] = mapped_column(String(80), default="")
    display_name: Mapped[str] = mapped_column(String(161))
    """As colleagues read it; live rooms show pupils as a first name and an initial (domain 6.4.8)."""
    locale: Mapped[str] = mapped_column(String(16), default="en")
    time_zone: Mapped[str] = mapped_column(String(64), default="Europe/Brussels")
    status: Mapped[UserStatus] = mapped_column(checked(UserStatus, "status"))
    last_seen_at: Mapped[datetime | None]
    terms_version: Mapped[str | None] = mapped_column(String(16))

    def move_to(self, status: UserStatus) -> None:
        """Walk one arrow; a wrong move raises."""
        self.status = moved("account", USER_TRANSITIONS, self.status, status)


class InitialCredential(Row):
    """The first password of a pupil, sealed, until it is changed or too old: for the export (D-12)."""

    __tablename__ = "initial_credentials"
    __table_args__ = (UniqueConstraint("user_id"),)

    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"))
    secret_encrypted: Mapped[bytes] = mapped_column(LargeBinary)
    created_by: Mapped[ByUser]
    expires_at: Mapped[datetime] = mapped_column(index=True)
    user: Mapped[User] = relationship(foreign_keys="InitialCredential.user_id", lazy="raise")


class StaffProfile(Row):
    """What a teacher says of oneself (R-034)."""

    __tablename__ = "staff_profiles"
    __table_args__ = (
        UniqueConstraint("user_id"),
        CheckConstraint("pupil_age_min <= pupil_age_max", name="ages"),
    )

    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"))
    about: Mapped[Prose]
    interests: Mapped[Words]
    subjects: Mapped[Words]
    languages: Mapped[Words]
    pupil_age_min: Mapped[int | None]
    pupil_age_max: Mapped[int | None]
    available_for_projects: Mapped[bool] = mapped_column(default=True)
    user: Mapped[User] = relationship(foreign_keys="StaffProfile.user_id", lazy="raise")


class PupilProfile(Row):
    """A pupil's school and the teacher who made the account. Nothing else about a child is needed (domain 10.2)."""

    __tablename__ = "pupil_profiles"
    __table_args__ = (
        UniqueConstraint("user_id"),
        CheckConstraint("user_id <> created_by", name="made_by_another"),
        CheckConstraint("birth_year BETWEEN 1950 AND 2100", name="birth_year"),
    )

    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"))
    school_id: Mapped[UUID] = mapped_column(ForeignKey("schools.id"), index=True)
    created_by: Mapped[ByUser]
    about: Mapped[Prose]
    avatar_key: Mapped[str | None] = mapped_column(String(64))
    birth_year: Mapped[int | None]
    guardian_informed_on: Mapped[date | None]
    user: Mapped[User] = relationship(foreign_keys="PupilProfile.user_id", lazy="raise")


class PlatformRoleKind(StrEnum):
    """What somebody is beyond a space."""

    AMBASSADOR = "ambassador"
    MENTOR = "mentor"
    CENTRAL_MODERATOR = "central_moderator"
    AGENCY_STAFF = "agency_staff"
    ADMIN = "admin"
    ASSESSOR = "assessor"
    EDITOR = "editor"


class PlatformRole(Row):
    """A role on the platform, for a country or for all, open until `ended_on`."""

    __tablename__ = "platform_roles"
    __table_args__ = (
        Index(
            "uq_platform_roles_open",
            "user_id",
            "role",
            func.coalesce(text("country"), ""),
            unique=True,
            postgresql_where=text("ended_on IS NULL"),
            sqlite_where=text("ended_on IS NULL"),
        ),
        CheckConstraint("role <> 'agency_staff' OR country IS NOT NULL", name="agency_of_a_country"),
        CheckConstraint("ended_on >= since", name="order"),
    )

    user_id: Mapped[OfUser]
    role: Mapped[PlatformRoleKind] = mapped_column(checked(PlatformRoleKind, "role"))
    country: Mapped[CountryCode | None]
    since: Mapped[date]
    ended_on: Mapped[date | None]
    user: Mapped[User] = relationship(foreign_keys="PlatformRole.user_id", lazy="raise")
