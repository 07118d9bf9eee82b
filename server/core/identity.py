"""Who is calling: the account behind a request or a socket."""

from dataclasses import dataclass
from uuid import UUID


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

    @property
    def is_pupil(self) -> bool:
        return self.account_type == "pupil"
