"""Who is calling: the account behind a request or a socket."""

from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

NEVER = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True)
class Identity:
    """A signed-in user, as of the moment the login session was checked."""

    user: UUID
    login_session: UUID
    account_type: str
    """staff, pupil, general or trainee (domain 7.1)."""
    display_name: str
    locale: str
    time_zone: str
    expires_at: datetime = NEVER
    """When this ends if nothing more is heard from the user; use of a socket or a page moves it on."""

    @property
    def is_pupil(self) -> bool:
        return self.account_type == "pupil"
