"""What travels over HTTP about accounts: signing in, one's own profile, one's login sessions."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

import msgspec

Username = Annotated[str, msgspec.Meta(min_length=1, max_length=64, pattern=r"^[^\x00]*$")]
"""PostgreSQL stores no NUL and says so with an error."""
Password = Annotated[str, msgspec.Meta(min_length=1, max_length=200)]
Slug = Annotated[str, msgspec.Meta(min_length=1, max_length=80, pattern=r"^[^\x00]*$")]


class SignIn(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """User name and password (R-030); pupils come by the link of a TwinSpace, whose last part is `slug` (R-220)."""

    username: Username
    password: Password
    slug: Slug | None = None


class Me(msgspec.Struct, frozen=True, kw_only=True):
    """The signed-in user, to oneself."""

    id: UUID
    username: str
    name: str
    first_name: str
    account_type: Literal["staff", "pupil", "general", "trainee"]
    locale: str
    time_zone: str
    has_password: bool
    """False for those who only sign in through a provider."""
    idle_minutes: int
    """After so long without use one is signed out."""


class SignedIn(msgspec.Struct, frozen=True, kw_only=True):
    """Who is in now, and the space whose link was used, if one belongs to it."""

    me: Me
    space: UUID | None = None


class SpaceOfLink(msgspec.Struct, frozen=True, kw_only=True):
    """What the pupils' sign-in page says of the TwinSpace whose link was opened."""

    slug: str
    title: str


class SignInPage(msgspec.Struct, frozen=True, kw_only=True):
    """What a sign-in page has to offer."""

    providers: list[Literal["oidc"]]
    space: SpaceOfLink | None = None


class ChangeMe(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Language and time zone; what is left out stays."""

    locale: Annotated[str, msgspec.Meta(pattern=r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8}){0,2}$", max_length=16)] | None = None
    time_zone: Annotated[str, msgspec.Meta(max_length=64)] | None = None


class ChangePassword(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A new password for oneself (R-221); the present one proves who is at the keyboard."""

    current: Password
    new: Annotated[str, msgspec.Meta(max_length=1000)]


class LoginSessionShown(msgspec.Struct, frozen=True, kw_only=True):
    """One of the places where one is signed in."""

    id: UUID
    device: str
    address: str
    """Shortened: enough to know the network, not the machine."""
    created_at: datetime
    last_seen_at: datetime
    current: bool


class LoginSessions(msgspec.Struct, frozen=True, kw_only=True):
    """Where one is signed in, the latest used first."""

    login_sessions: list[LoginSessionShown]
