"""Being signed in: login sessions, and accounts at outside providers."""

from datetime import datetime

from sqlalchemy import LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from server.core.database import Row
from server.core.models.columns import OfUser
from server.core.models.users import User


class LoginSession(Row):
    """One sign-in of a user on one device. Of the cookie's token only a hash is kept: a copied table opens no door."""

    __tablename__ = "login_sessions"
    __table_args__ = (UniqueConstraint("token_hash"),)

    token_hash: Mapped[bytes] = mapped_column(LargeBinary(32))
    user_id: Mapped[OfUser]
    last_seen_at: Mapped[datetime]
    expires_at: Mapped[datetime] = mapped_column(index=True)
    revoked_at: Mapped[datetime | None]
    user_agent: Mapped[str] = mapped_column(String(400), default="")
    address: Mapped[str] = mapped_column(String(64), default="")
    """Network address at sign-in, truncated after 30 days (domain 10.1)."""
    user: Mapped[User] = relationship(foreign_keys="LoginSession.user_id", lazy="raise")


class ExternalAccount(Row):
    """Who a user is at an OpenID Connect provider (EU Login): the pair of issuer and subject, never the e-mail."""

    __tablename__ = "external_accounts"
    __table_args__ = (UniqueConstraint("issuer", "subject"),)

    user_id: Mapped[OfUser]
    issuer: Mapped[str] = mapped_column(String(255))
    subject: Mapped[str] = mapped_column(String(255))
    user: Mapped[User] = relationship(foreign_keys="ExternalAccount.user_id", lazy="raise")
