"""What can be set, said and counted is written down, or the build fails."""

import re
from dataclasses import fields
from pathlib import Path

import msgspec
import prometheus_client
import pytest

from server import app, openapi
from server.core import metrics
from server.core.settings import Settings
from server.core.wire import CloseCode, Done, Refused

DOCS = Path(__file__).resolve().parent.parent / "docs"
OPERATIONS = (DOCS / "operations.md").read_text()
PROTOCOL = (DOCS / "protocol.md").read_text()
FRAMES: tuple[type[msgspec.Struct], ...] = (*app.REQUESTS, *app.UPDATES, Done, Refused)


@pytest.mark.parametrize("name", [field.name.upper() for field in fields(Settings)])
def test_every_setting_is_explained(name: str) -> None:
    assert re.search(rf"^\| `{name}` \|.*\| \S.* \|$", OPERATIONS, re.MULTILINE)


def test_no_setting_is_explained_that_is_none() -> None:
    section = OPERATIONS.partition("## Settings")[2].partition("\n## ")[0]
    explained = set(re.findall(r"^\| `([A-Z_]+)` \|", section, re.MULTILINE))
    assert explained == {field.name.upper() for field in fields(Settings)}


@pytest.mark.parametrize("frame", FRAMES, ids=lambda frame: frame.__name__)
def test_every_frame_is_described(frame: type[msgspec.Struct]) -> None:
    tag = frame.__struct_config__.tag
    section = PROTOCOL.partition(f"\n### `{tag}`\n")[2].partition("\n### ")[0]
    assert f'"type": "{tag}"' in section, "run `make docs`"
    for field in frame.__struct_encode_fields__:
        assert field == "ref" or f"| `{field}` |" in section, f"{field}: run `make docs`"


def test_every_route_says_in_a_sentence_what_it_is_for() -> None:
    paths = openapi.document(app.ROUTES, app.VERSION)["paths"]
    silent = {
        f"{method} {path}"
        for path, methods in paths.items()
        for method, operation in methods.items()
        if not operation["summary"].endswith(".")
    }
    assert silent == set()
    names = [operation["operationId"] for methods in paths.values() for operation in methods.values()]
    assert len(names) == len(set(names)), "OpenAPI wants a name of its own for each"


@pytest.mark.parametrize("code", [value for name, value in vars(CloseCode).items() if name.isupper()])
def test_every_close_code_is_explained(code: int) -> None:
    assert re.search(rf"^\| {code} \|", PROTOCOL, re.MULTILINE)


@pytest.mark.parametrize(
    "metric",
    [one for one in vars(metrics).values() if isinstance(one, prometheus_client.metrics.MetricWrapperBase)],
    ids=lambda metric: metric.describe()[0].name,
)
def test_every_metric_is_explained(metric: prometheus_client.metrics.MetricWrapperBase) -> None:
    described = metric.describe()[0]
    assert f"`{described.name}{'_total' if described.type == 'counter' else ''}`" in OPERATIONS


def test_every_decision_has_its_number_and_its_parts() -> None:
    decisions = sorted((DOCS / "decisions").glob("*.md"))
    assert [path.name[:4] for path in decisions] == [f"{number:04}" for number in range(1, len(decisions) + 1)]


def test_no_page_leads_nowhere() -> None:
    root = DOCS.parent
    for page in [*root.glob("*.md"), *DOCS.rglob("*.md")]:
        for target in re.findall(r"\]\(([^)#\s]+)[^)]*\)", page.read_text()):
            if not target.startswith(("http://", "https://", "mailto:")):
                assert (page.parent / target).exists(), f"{page.relative_to(root)} leads to {target}"
