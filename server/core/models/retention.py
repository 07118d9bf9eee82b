"""That what is past its time was deleted, so that an operator can show it (domain 7.8, RetentionRun)."""

from datetime import datetime

from sqlalchemy import BigInteger, String
from sqlalchemy.orm import Mapped, mapped_column

from server.core.database import Base
from server.core.models.columns import Facts


class RetentionReceipt(Base):
    """One run of the retention: counts only, signed, and tied to the receipt before it."""

    __tablename__ = "retention_receipts"

    number: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    """1, 2, 3 … without holes."""
    started_at: Mapped[datetime]
    ended_at: Mapped[datetime]
    deleted: Mapped[Facts]
    """How many rows of each store."""
    previous: Mapped[str] = mapped_column(String(64))
    """The signature of the receipt before; empty for the first."""
    signature: Mapped[str] = mapped_column(String(64))
