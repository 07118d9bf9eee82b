"""Column kinds that several models share."""

from typing import Annotated, Any
from uuid import UUID

from sqlalchemy import JSON, ForeignKey, String, Text
from sqlalchemy.orm import mapped_column

Words = Annotated[list[str], mapped_column(JSON, default=list)]
"""A short list of words: interests, languages, levels."""

Facts = Annotated[dict[str, Any], mapped_column(JSON, default=dict)]
"""Small structured values that no query filters by."""

Line = Annotated[str, mapped_column(String(200))]
"""One line of text."""

Prose = Annotated[str, mapped_column(Text, default="")]
"""Text of any length."""

CountryCode = Annotated[str, mapped_column(String(2), ForeignKey("countries.code"))]
"""ISO 3166-1 alpha-2."""

OfUser = Annotated[UUID, mapped_column(ForeignKey("users.id", ondelete="CASCADE"), index=True)]
"""Whose row this is: it goes with the account."""

ByUser = Annotated[UUID, mapped_column(ForeignKey("users.id"), index=True)]
"""Who did it: the account cannot go before the row."""
