"""A requirement that was proven stays proven, and a mark names a requirement that exists."""

from pathlib import Path

import pytest

from tests import tracing

pytest_plugins = ["pytester"]

ROWS = """id,area,module,requirement,source,phrase
R-001,Chat,L,People write,X,-
R-002,Chat,L,People | read,X,-
"""
PROVES_BOTH = """
import pytest

@pytest.mark.proves("R-001")
@pytest.mark.parametrize("engine", ["a", "b"])
def test_writing(engine): pass

@pytest.mark.proves("R-002")
def test_reading(): pass
"""


@pytest.fixture
def project(pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> pytest.Pytester:
    docs = pytester.mkdir("docs")
    (docs / "requirements.csv").write_text(ROWS)
    for constant, name in (("ROWS", "requirements.csv"), ("PROVEN", "proven.csv"), ("PAGE", "requirements.md")):
        monkeypatch.setattr(tracing, constant, docs / name)
    pytester.makeini("[pytest]\nmarkers =\n    proves: rows\n")
    return pytester


def run(project: pytest.Pytester, *arguments: str) -> pytest.RunResult:
    return project.runpytest_inprocess("-p", "tests.tracing", "-p", "no:cacheprovider", *arguments)


def page(project: pytest.Pytester) -> str:
    return (Path(project.path) / "docs" / "requirements.md").read_text()


def test_a_recording_run_writes_which_test_proves_which_row(project: pytest.Pytester) -> None:
    project.makepyfile(test_chat=PROVES_BOTH)
    assert run(project, "--record-requirements").ret == 0
    assert "| R-001 | People write | `test_chat.py::test_writing` |" in page(project)
    assert "| R-002 | People \\| read | `test_chat.py::test_reading` |" in page(project)
    assert "2 of 2 are proven" in page(project)


def test_a_row_without_a_test_is_not_yet_proven(project: pytest.Pytester) -> None:
    project.makepyfile(test_chat="def test_nothing(): pass")
    assert run(project, "--record-requirements").ret == 0
    assert "| R-001 | People write | not yet |" in page(project)


def test_a_run_that_lost_a_proof_fails_though_every_test_passes(project: pytest.Pytester) -> None:
    project.makepyfile(test_chat=PROVES_BOTH)
    run(project, "--record-requirements")
    project.makepyfile(test_chat="def test_nothing(): pass")
    result = run(project)
    assert result.ret == pytest.ExitCode.TESTS_FAILED
    result.stdout.fnmatch_lines(["*proven before and not any more: R-001, R-002*"])


def test_one_failing_variant_takes_the_proof_away(project: pytest.Pytester) -> None:
    project.makepyfile(test_chat=PROVES_BOTH)
    run(project, "--record-requirements")
    project.makepyfile(test_chat=PROVES_BOTH.replace("(engine): pass", "(engine): assert engine == 'a'"))
    result = run(project)
    assert result.ret == pytest.ExitCode.TESTS_FAILED
    result.stdout.fnmatch_lines(["*proven before and not any more: R-001"])


def test_a_skipped_test_proves_nothing(project: pytest.Pytester) -> None:
    project.makepyfile(test_chat=PROVES_BOTH.replace("def test_reading(): pass", "def test_reading(): pytest.skip()"))
    run(project, "--record-requirements")
    assert "| R-002 | People \\| read | not yet |" in page(project)


def test_a_run_of_some_tests_loses_nothing(project: pytest.Pytester) -> None:
    project.makepyfile(test_chat=PROVES_BOTH)
    run(project, "--record-requirements")
    assert run(project, "-k", "writing").ret == 0
    assert run(project, "test_chat.py").ret == 0


def test_a_failing_run_records_nothing(project: pytest.Pytester) -> None:
    project.makepyfile(test_chat=PROVES_BOTH)
    run(project, "--record-requirements")
    before = page(project)
    project.makepyfile(test_chat=PROVES_BOTH.replace("(): pass", "(): assert False"))
    assert run(project, "--record-requirements").ret == pytest.ExitCode.TESTS_FAILED
    assert page(project) == before


def test_a_mark_for_an_unknown_row_is_an_error(project: pytest.Pytester) -> None:
    project.makepyfile(test_chat=PROVES_BOTH.replace("R-002", "R-999"))
    result = run(project)
    assert result.ret == pytest.ExitCode.USAGE_ERROR
    result.stderr.fnmatch_lines(["*no such row*", "*R-999*"])
