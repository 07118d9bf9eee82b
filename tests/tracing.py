"""Which requirement is proven by which test, and that none stops being proven.

A test says `@pytest.mark.proves("R-201", "R-202")`. `make requirements` (`--record-requirements`) runs everything,
notes the proven rows in docs/requirements-proven.csv and writes docs/requirements.md. Every full run holds the note
against what it saw: a row that was proven and is not proven any more fails the build.
"""

import csv
from collections.abc import Generator
from pathlib import Path
from typing import Any

import pytest

DOCS = Path(__file__).resolve().parent.parent / "docs"
ROWS = DOCS / "requirements.csv"
PROVEN = DOCS / "requirements-proven.csv"
PAGE = DOCS / "requirements.md"


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--record-requirements", action="store_true", help="write what is proven into docs/")


def pytest_configure(config: pytest.Config) -> None:
    config.pluginmanager.register(Tracing(config), "tracing-requirements")


class Tracing:
    """Follows one run."""

    def __init__(self, config: pytest.Config) -> None:
        self.record: bool = config.getoption("record_requirements")
        self.known = {row["id"]: row for row in read(ROWS)}
        self.marks: dict[str, list[str]] = {}
        """Test -> the rows it is there to prove."""
        self.passed: set[str] = set()
        self.failed: set[str] = set()
        self.is_full_run = _is_full(config)
        self.is_worker = hasattr(config, "workerinput")
        """One of several processes that run tests at once: the one that started them sums up."""
        self.lost: list[str] = []

    @pytest.hookimpl(trylast=True)
    def pytest_collection_modifyitems(self, session: pytest.Session, config: pytest.Config) -> None:
        """Read the marks; an unknown row is an error."""
        unknown = [f"{item.nodeid}: {row}" for item in session.items for row in rows_of(item) if row not in self.known]
        if unknown:
            raise pytest.UsageError("no such row in docs/requirements.csv:\n" + "\n".join(unknown))

    @pytest.hookimpl(wrapper=True, tryfirst=True)
    def pytest_runtest_makereport(self, item: pytest.Item) -> Generator[None, Any, Any]:
        """Let the report say what the test proves, wherever it is read."""
        report = yield
        report.proves = rows_of(item)
        return report

    def pytest_runtest_logreport(self, report: Any) -> None:
        """A test has passed when its call has, and nothing before or after it failed."""
        if rows := getattr(report, "proves", None):
            self.marks[report.nodeid] = rows
        if report.failed or report.skipped:
            self.failed.add(report.nodeid)
        elif report.when == "call":
            self.passed.add(report.nodeid)

    @pytest.hookimpl(tryfirst=True)
    def pytest_sessionfinish(self, session: pytest.Session, exitstatus: int) -> None:
        """Hold the note against the run, or write it anew."""
        if self.is_worker or session.config.option.collectonly or not self.is_full_run or session.shouldstop:
            return
        proven = self.proven()
        self.lost = sorted({row["row"] for row in read(PROVEN)} - set(proven))
        if self.record:
            # A failing run records nothing: it would forget.
            if exitstatus == 0:
                write_proven(proven)
                PAGE.write_text(page(self.known, proven))
        elif self.lost and exitstatus == 0:
            session.exitstatus = pytest.ExitCode.TESTS_FAILED

    def proven(self) -> dict[str, list[str]]:
        """Row -> the tests that prove it: those with its mark, if every one of them passed in each of its variants."""
        proven: dict[str, list[str]] = {}
        refuted: set[str] = set()
        for test, rows in self.marks.items():
            for row in rows:
                if test in self.passed - self.failed:
                    proven.setdefault(row, []).append(test)
                else:
                    refuted.add(row)
        return {row: sorted({plain(test) for test in tests}) for row, tests in proven.items() if row not in refuted}

    def pytest_terminal_summary(self, terminalreporter: Any) -> None:
        """Say it in words."""
        if self.lost:
            was = "no longer recorded as proven" if self.record else "proven before and not any more"
            terminalreporter.section("requirements", red=True)
            terminalreporter.line(f"These requirements are {was}: {', '.join(self.lost)}")


def _is_full(config: pytest.Config) -> bool:
    """Whether everything is to run."""
    narrowing = ("keyword", "markexpr", "lf", "ignore", "ignore_glob", "deselect", "maxfail")
    chosen = any(config.getoption(name, None) for name in narrowing)
    whole = {config.rootpath, config.rootpath / "tests"}
    return not chosen and all((config.invocation_params.dir / arg).resolve() in whole for arg in config.args)


def rows_of(item: pytest.Item) -> list[str]:
    """What a test is there to prove."""
    return [row for mark in item.iter_markers("proves") for row in mark.args]


def plain(test: str) -> str:
    """The test without the variant it ran in."""
    return test.partition("[")[0]


def read(path: Path) -> list[dict[str, str]]:
    """The rows of a CSV file; none when it is not there yet."""
    if not path.exists():
        return []
    with path.open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def write_proven(proven: dict[str, list[str]]) -> None:
    """The note that later runs are held against."""
    with PROVEN.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["row", "test"])
        writer.writerows([row, test] for row in sorted(proven) for test in proven[row])


def page(known: dict[str, dict[str, str]], proven: dict[str, list[str]]) -> str:
    """docs/requirements.md: every row under its area, with its tests."""
    lines = [
        "# Requirements",
        "",
        "Written by `make requirements`: each row of [requirements.csv](requirements.csv) and the tests that prove it.",
        "",
        f"{len(proven)} of {len(known)} are proven.",
    ]
    area = ""
    for row, values in known.items():
        if values["area"] != area:
            area = values["area"]
            lines += ["", f"## {area}", "", "| Row | Requirement | Proven by |", "| --- | --- | --- |"]
        tests = "<br>".join(f"`{test}`" for test in proven.get(row, [])) or "not yet"
        requirement = values["requirement"].replace("|", "\\|")
        lines.append(f"| {row} | {requirement} | {tests} |")
    return "\n".join(lines) + "\n"
