"""A failure is printed when it happens: a run that is stopped by its limit still says what failed, and why."""

from typing import Any

import pytest


@pytest.hookimpl(trylast=True)
def pytest_configure(config: pytest.Config) -> None:
    if terminal := config.pluginmanager.get_plugin("terminalreporter"):
        config.pluginmanager.register(AtOnce(terminal), "failures-at-once")


class AtOnce:
    """Follows one run in the process that prints."""

    def __init__(self, terminal: Any) -> None:
        self.terminal = terminal

    def pytest_runtest_logreport(self, report: Any) -> None:
        """Say which test failed in which of its phases, after how long, and the whole of why."""
        if report.failed:
            self.terminal.ensure_newline()
            self.terminal.section(f"FAILED {report.nodeid} ({report.when}, {report.duration:.1f} s)", sep="-")
            self.terminal.line(report.longreprtext)
