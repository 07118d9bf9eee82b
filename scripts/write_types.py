"""Writes web/src/live/wire.ts from the structs of the server, so that the two ends cannot drift apart.

`--check` writes nothing and fails when the file is not what would be written.
"""

import sys
from collections.abc import Iterable, Sequence
from enum import Enum
from pathlib import Path
from typing import Any

import shapes
from msgspec import inspect as wire_types
from registry import Route, Struct, Wire, of_the_server

TARGET = Path(__file__).parent.parent / "web" / "src" / "live" / "wire.ts"

HEAD = """\
// Written by `make types` from the structs of the server: change those, never this file.

/** A UUID. */
export type Id = string;
/** An instant in ISO 8601, in UTC. */
export type Instant = string;
"""


class Writer:
    """Turns structs into TypeScript.

    A field with a default may be left out by whoever sends it to the server, while the server always sends it. A struct
    that goes both ways and has such fields is therefore written twice: `Name` as read, `NameInput` as sent.
    """

    def __init__(self, sent: Iterable[Struct], read: Iterable[Struct]) -> None:
        self.sent, sent_enums = shapes.reachable(sent)
        self.read, read_enums = shapes.reachable(read)
        self.enums = list(dict.fromkeys([*read_enums, *sent_enums]))
        self.literals = shapes.named_literals([*self.sent, *self.read])
        self.twofold = self._twofold()
        one_name_each([*self.sent, *self.read, *self.enums], set(self.literals.values()))

    def _twofold(self) -> set[Struct]:
        both = set(self.sent) & set(self.read)
        found = {struct for struct in both if any(not field.required for field in shapes.shape(struct).fields)}
        while True:
            holders = {struct for struct in both - found if set(shapes.reachable([struct])[0]) & found}
            if not holders:
                return found
            found |= holders

    def name(self, struct: Struct, sending: bool) -> str:
        """What the struct is called in the given direction."""
        return f"{struct.__name__}Input" if sending and struct in self.twofold else struct.__name__

    def type(self, found: wire_types.Type, sending: bool) -> str:
        """The TypeScript type of a field."""
        match found:
            case wire_types.StructType():
                return self.name(found.cls, sending)
            case wire_types.EnumType():
                return found.cls.__name__
            case wire_types.LiteralType():
                named = self.literals.get(frozenset(found.values))
                return named or " | ".join(literal(value) for value in found.values)
            case wire_types.UnionType():
                return " | ".join(self.type(one, sending) for one in found.types)
            case wire_types.TupleType():
                return f"[{', '.join(self.type(one, sending) for one in found.item_types)}]"
            case wire_types.DictType():
                return f"Record<{self.type(found.key_type, sending)}, {self.type(found.value_type, sending)}>"
            case _ if inner := shapes.inner_types(found):
                item = self.type(inner[0], sending)
                return f"({item})[]" if " | " in item else f"{item}[]"
            case _:
                return plain(found)

    def interface(self, struct: Struct, sending: bool) -> str:
        """One exported interface, with the sentences of the struct."""
        shape = shapes.shape(struct)
        lines = [*comment(shape.doc, ""), f"export interface {self.name(struct, sending)} {{"]
        if shape.tag is not None:
            lines.append(f"  {shape.tag_field}: {literal(shape.tag)};")
        for field in shape.fields:
            optional = field.may_be_unset or (sending and not field.required)
            lines += comment(field.doc, "  ")
            lines.append(f"  {field.name}{'?' if optional else ''}: {self.type(field.type, sending)};")
        return "\n".join([*lines, "}"])

    def interfaces(self) -> list[str]:
        """All of them, those read first."""
        read = [self.interface(struct, False) for struct in self.read]
        sent = [
            self.interface(struct, True) for struct in self.sent if struct in self.twofold or struct not in self.read
        ]
        return [*read, *sent]

    def words(self) -> list[str]:
        """The sets of words: enums, and the literals that have a name."""
        enums = [(enum.__name__, [literal(member.value) for member in members(enum)]) for enum in self.enums]
        literals = [(name, sorted(literal(value) for value in values)) for values, name in self.literals.items()]
        return [f"export type {name} = {' | '.join(values)};" for name, values in [*enums, *literals]]


def render(wire: Wire) -> str:
    """The whole file."""
    given = [struct for results in wire.results.values() for struct in results]
    taken = [route.takes for route in wire.routes if route.takes]
    answered = [route.gives for route in wire.routes if route.gives]
    writer = Writer([*wire.requests, *taken], [*wire.updates, *wire.answers, *given, *answered])
    parts = [
        HEAD,
        *writer.words(),
        *writer.interfaces(),
        union("Request", "Everything a client may send on the socket.", wire.requests),
        union("Update", "Everything the server tells on the socket by itself.", wire.updates),
        union("Answer", "What comes back for a request, with its `ref`.", wire.answers),
        results(wire),
        routes(writer, wire.routes),
    ]
    return "\n\n".join(part.strip() for part in parts) + "\n"


def results(wire: Wire) -> str:
    """What `done.result` holds for each kind of request."""
    lines = ["/** What `result` holds when a request of this type is done. */", "export interface Results {"]
    for request in wire.requests:
        given = " | ".join(struct.__name__ for struct in wire.results.get(request, ())) or "null"
        lines.append(f"  {literal(shapes.shape(request).tag)}: {given};")
    return "\n".join([*lines, "}"])


def routes(writer: Writer, found: Sequence[Route]) -> str:
    """What each route takes and gives."""
    lines = ["/** The routes of the HTTP interface: what goes in, what comes out. */", "export interface Routes {"]
    for route in found:
        takes = writer.name(route.takes, True) if route.takes else "null"
        gives = writer.name(route.gives, False) if route.gives else "null"
        path = route.path.replace(":str", "")
        lines.append(f"  {literal(f'{route.method} {path}')}: {{ takes: {takes}; gives: {gives} }};")
    return "\n".join([*lines, "}"])


def union(name: str, doc: str, structs: Sequence[Struct]) -> str:
    """A union over frames."""
    return "\n".join([*comment(doc, ""), f"export type {name} =", *(f"  | {one.__name__}" for one in structs)]) + ";"


def plain(found: wire_types.Type) -> str:
    """The types that JSON has, and those that stand as text in it."""
    match found:
        case wire_types.NoneType():
            return "null"
        case wire_types.BoolType():
            return "boolean"
        case wire_types.IntType() | wire_types.FloatType():
            return "number"
        case wire_types.UUIDType():
            return "Id"
        case wire_types.DateTimeType():
            return "Instant"
        case wire_types.AnyType() | wire_types.RawType():
            return "unknown"
        case (
            wire_types.StrType()
            | wire_types.BytesType()
            | wire_types.DateType()
            | wire_types.TimeType()
            | wire_types.DecimalType()
            | wire_types.TimeDeltaType()
        ):
            return "string"
        case _:
            raise TypeError(f"no TypeScript type is known for {found}")


def members(enum: type) -> list[Enum]:
    """The members of an enum class, in their order."""
    assert issubclass(enum, Enum)
    return list(enum)


def literal(value: Any) -> str:
    """A word or number as TypeScript writes it, in the quotes that the formatter keeps."""
    return f'"{value}"' if isinstance(value, str) else str(value).lower() if isinstance(value, bool) else str(value)


def comment(doc: str, indent: str) -> list[str]:
    """A doc comment, or nothing."""
    lines = doc.replace("*/", "* /").splitlines()
    if not lines:
        return []
    if len(lines) == 1:
        return [f"{indent}/** {lines[0]} */"]
    return [f"{indent}/**", *(f"{indent} * {line}".rstrip() for line in lines), f"{indent} */"]


def one_name_each(kinds: Iterable[type], taken: set[str]) -> None:
    """One word, one meaning: two things of one name on the wire are an error."""
    seen: dict[str, type] = {}
    for kind in kinds:
        if seen.setdefault(kind.__name__, kind) is not kind:
            raise SystemExit(f"{kind.__module__} and {seen[kind.__name__].__module__} both have a {kind.__name__}")
        if kind.__name__ in taken:
            raise SystemExit(f"{kind.__module__}.{kind.__name__} has the name of a set of words")


def main() -> int:
    """Write the file, or compare it."""
    text = render(of_the_server())
    if "--check" not in sys.argv:
        TARGET.parent.mkdir(parents=True, exist_ok=True)
        TARGET.write_text(text)
        return 0
    if TARGET.exists() and TARGET.read_text() == text:
        return 0
    print("web/src/live/wire.ts is not what the server speaks: run `make types`", file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main())
