"""Writes the frames into docs/protocol.md, between its markers, from the structs of the server.

`--check` writes nothing and fails when the page is not what would be written.
"""

import ast
import json
import sys
from collections.abc import Iterable
from enum import Enum
from pathlib import Path
from typing import Any

import msgspec
import shapes
from msgspec import inspect as wire_types
from registry import Struct, Wire, of_the_server

ROOT = Path(__file__).parent.parent
TARGET = ROOT / "docs" / "protocol.md"
BEGIN, END = "<!-- written by `make docs` -->", "<!-- end of what `make docs` writes -->"


def render(wire: Wire) -> str:
    """Everything between the markers."""
    frames = [*wire.requests, *wire.updates, *wire.answers]
    results = [struct for given in wire.results.values() for struct in given]
    parts = [struct for struct in shapes.reachable([*frames, *results])[0] if struct not in frames]
    lines = ["## Requests", "", "From client to server. Every request has a `ref`, which its answer repeats.", ""]
    for request in wire.requests:
        lines += section(request, wire.results.get(request, ()))
    lines += ["## Answers", "", "One for each request, in the order in which the requests are carried out.", ""]
    for answer in wire.answers:
        lines += section(answer)
    lines += ["## Updates", "", "From server to client, about what happened.", ""]
    for update in wire.updates:
        lines += section(update)
    lines += ["## Parts of frames", ""]
    for part in parts:
        lines += section(part)
    lines += ["## Refusals", "", "The `code` of `refused`, and what it says in English.", ""]
    lines += ["| Code | Text |", "| --- | --- |", *(f"| `{code}` | {text} |" for code, text in refusals())]
    return "\n".join(lines) + "\n"


def section(struct: Struct, given: Iterable[Struct] = ()) -> list[str]:
    """One struct: what it is for, its fields, an example."""
    shape = shapes.shape(struct)
    lines = [f"### {f'`{shape.tag}`' if shape.tag else shape.name}", "", shape.doc.replace("\n", " "), ""]
    fields = [field for field in shape.fields if field.name != "ref"]
    if fields:
        lines += ["| Field | Type | Meaning |", "| --- | --- | --- |"]
        lines += [f"| `{field.name}` | {worded(field.type)} | {meaning(field)} |" for field in fields]
        lines.append("")
    promised = " or ".join(f"[{one.__name__}](#{one.__name__.lower()})" for one in given)
    if promised:
        lines += [f"`done.result` is {promised}.", ""]
    if shape.tag:
        lines += ["```json", json.dumps(example(struct), ensure_ascii=False), "```", ""]
    return lines


def worded(found: wire_types.Type) -> str:
    """A type as a reader would say it."""
    match found:
        case wire_types.StructType():
            return f"[{found.cls.__name__}](#{found.cls.__name__.lower()})"
        case wire_types.EnumType():
            return words(member.value for member in enum_members(found.cls))
        case wire_types.LiteralType():
            return words(found.values)
        case wire_types.UnionType():
            return " or ".join(worded(one) for one in found.types)
        case wire_types.DictType():
            return f"{worded(found.key_type)} → {worded(found.value_type)}"
        case _ if inner := shapes.inner_types(found):
            limit = getattr(found, "max_length", None)
            return f"list of {worded(inner[0])}{f', at most {limit}' if limit else ''}"
        case _:
            return plain(found)


def plain(found: wire_types.Type) -> str:
    """A scalar, with its limits."""
    match found:
        case wire_types.StrType():
            return f"text, at most {found.max_length} characters" if found.max_length else "text"
        case wire_types.IntType():
            low, high = found.ge, found.le
            span = f" from {low}" if low is not None else ""
            return f"number{span}{f' to {high}' if high is not None else ''}"
        case _:
            return WORDS.get(type(found), "any")


WORDS: dict[type, str] = {
    wire_types.NoneType: "null",
    wire_types.BoolType: "true or false",
    wire_types.FloatType: "number",
    wire_types.UUIDType: "id",
    wire_types.DateTimeType: "instant",
    wire_types.DateType: "date",
    wire_types.BytesType: "base64",
}
EXAMPLES: dict[type, Any] = {
    wire_types.NoneType: None,
    wire_types.BoolType: True,
    wire_types.IntType: 7,
    wire_types.FloatType: 0.5,
    wire_types.StrType: "…",
    wire_types.UUIDType: "019341c2-7a10-7b3c-9d5e-3f2a8c6b1e40",
    wire_types.DateTimeType: "2026-03-02T09:30:00Z",
    wire_types.DateType: "2026-03-02",
    wire_types.BytesType: "",
}


def words(values: Iterable[Any]) -> str:
    """The words that a field may hold."""
    return ", ".join(f"`{value}`" for value in values)


def meaning(field: shapes.Field) -> str:
    """The sentence under the field, and what holds when it is left out."""
    text = field.doc.replace("\n", " ").replace("|", "\\|")
    if field.required:
        return text
    default = "" if field.may_be_unset else f"`{json.dumps(msgspec.to_builtins(field.default))}`"
    return f"{text} May be left out{f': {default}' if default else ''}.".strip()


def example(struct: Struct) -> dict[str, Any]:
    """A frame that the server would accept or send; tried, so that it cannot be wrong."""
    built = example_of(wire_types.type_info(struct))
    msgspec.convert(built, struct)
    return built


def example_of(found: wire_types.Type) -> Any:
    """A value of the type."""
    match found:
        case wire_types.StructType():
            head = {found.tag_field: found.tag} if found.tag_field else {}
            return head | {field.encode_name: example_of(field.type) for field in found.fields}
        case wire_types.EnumType():
            return enum_members(found.cls)[0].value
        case wire_types.LiteralType():
            return found.values[0]
        case wire_types.UnionType():
            return example_of(next(one for one in found.types if not isinstance(one, wire_types.NoneType)))
        case wire_types.DictType():
            return {example_of(found.key_type): example_of(found.value_type)}
        case wire_types.IntType() if found.le is not None:
            return min(EXAMPLES[wire_types.IntType], found.le)
        case wire_types.ListType():
            return [example_of(found.item_type)] * (found.min_length or 1)
        case _ if inner := shapes.inner_types(found):
            return [example_of(inner[0])]
        case _:
            return EXAMPLES.get(type(found))


def enum_members(enum: type) -> list[Enum]:
    """The members of an enum class."""
    assert issubclass(enum, Enum)
    return list(enum)


def refusals() -> list[tuple[str, str]]:
    """Every refusal written out in the source, with … for what is filled in."""
    found: dict[str, str] = {}
    for path in sorted([*(ROOT / "server").rglob("*.py"), *(ROOT / "platform").rglob("*.py")]):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") in ("UserError", "Refused"):
                named = {keyword.arg: keyword.value for keyword in node.keywords}
                code, text = [*node.args[:2], named.get("code"), named.get("text")][:2]
                if isinstance(code, ast.Constant) and text is not None:
                    known = found.get(str(code.value), "…")
                    found[str(code.value)] = sentence(text) if known == "…" else known
    return sorted(found.items())


def sentence(text: ast.expr) -> str:
    """The text of a refusal, with … for what is put in."""
    match text:
        case ast.Constant():
            return str(text.value)
        case ast.JoinedStr():
            return "".join(str(part.value) if isinstance(part, ast.Constant) else "…" for part in text.values)
        case _:
            return "…"


def main() -> int:
    """Write the page, or compare it."""
    page = TARGET.read_text()
    head, _, rest = page.partition(BEGIN)
    tail = rest.partition(END)[2]
    written = f"{head}{BEGIN}\n\n{render(of_the_server())}\n{END}{tail}"
    if "--check" not in sys.argv:
        TARGET.write_text(written)
        return 0
    if page == written:
        return 0
    print("docs/protocol.md is not what the server speaks: run `make docs`", file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main())
