"""Work in the background outlives its errors: what broke is logged, a database that is away is not."""

import pytest
import structlog
from structlog.testing import capture_logs

from server.core.going_on import going_on


def test_what_breaks_is_logged_and_the_work_goes_on() -> None:
    with capture_logs() as logged, going_on(structlog.get_logger(), "gaps.look"):
        raise ZeroDivisionError
    assert [(line["event"], line["log_level"]) for line in logged] == [("gaps.look", "error")]


def test_a_database_that_is_away_is_no_news() -> None:
    with capture_logs() as logged, going_on(structlog.get_logger(), "gaps.look"):
        raise ConnectionRefusedError
    assert logged == []


def test_being_told_to_stop_is_no_error() -> None:
    with pytest.raises(KeyboardInterrupt), going_on(structlog.get_logger(), "gaps.look"):
        raise KeyboardInterrupt
