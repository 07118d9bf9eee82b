"""How long what is left of a conference is kept (domain 10.1)."""

from datetime import datetime

from server.core import clock

PUPILS_MONTHS = 3
ADULTS_MONTHS = 12


def forgotten_at(ended: datetime, *, pupils: bool) -> datetime:
    """When the rows of a conference that ended then are past their time."""
    return clock.add_months(ended, PUPILS_MONTHS if pupils else ADULTS_MONTHS)
