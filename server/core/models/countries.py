"""Countries and their agencies (R-005, R-006, R-007)."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from server.core import clock
from server.core.database import Base, Row, checked
from server.core.models.columns import CountryCode, Facts, Line


class Programme(StrEnum):
    """What a country is in the programme: data, not code (R-005)."""

    CORE = "core"
    PLUS = "plus"
    NONE = "none"


class Country(Base):
    """A country by its ISO 3166-1 alpha-2 code; the code is its key, so that every row can be read without a join."""

    __tablename__ = "countries"
    __table_args__ = (
        CheckConstraint("length(code) = 2 AND code = upper(code)", name="code"),
        CheckConstraint("digital_consent_age BETWEEN 13 AND 16", name="consent_age"),
    )

    code: Mapped[str] = mapped_column(String(2), primary_key=True)
    names: Mapped[Facts]
    """Language (BCP 47) -> name; always has `en`."""
    programme: Mapped[Programme] = mapped_column(checked(Programme, "programme"))
    digital_consent_age: Mapped[int] = mapped_column(default=16)
    """GDPR article 8 lets states choose 13 to 16."""
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    updated_at: Mapped[datetime] = mapped_column(default=clock.now, onupdate=clock.now)


class AgencyKind(StrEnum):
    """National Support Organisation, or Partner Support Agency of a Plus country."""

    NSO = "NSO"
    PSA = "PSA"


class Agency(Row):
    """Who validates the schools and teachers of one country."""

    __tablename__ = "agencies"
    __table_args__ = (
        Index(
            "uq_agencies_one_open",
            "country",
            unique=True,
            postgresql_where=text("is_open"),
            sqlite_where=text("is_open"),
        ),
    )

    country: Mapped[CountryCode]
    kind: Mapped[AgencyKind] = mapped_column(checked(AgencyKind, "kind"))
    name: Mapped[Line]
    email: Mapped[Line]
    is_open: Mapped[bool] = mapped_column(default=True)
