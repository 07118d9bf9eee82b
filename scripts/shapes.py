"""The structs of the wire, read out once for everything that is written from them: TypeScript types and docs."""

import ast
import inspect
import sys
import textwrap
import types
import typing
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import msgspec
from msgspec import inspect as wire_types

Struct = type[msgspec.Struct]


@dataclass(frozen=True)
class Field:
    """One field as it stands on the wire."""

    name: str
    type: wire_types.Type
    required: bool
    """A reader may count on it; a writer must give it."""
    may_be_unset: bool
    """May be absent in either direction (msgspec.UNSET)."""
    default: Any
    doc: str


@dataclass(frozen=True)
class Shape:
    """One struct: its name, the text that its tag field holds, its sentence and its fields."""

    struct: Struct
    name: str
    tag_field: str | None
    tag: str | None
    doc: str
    fields: tuple[Field, ...]


def shape(struct: Struct) -> Shape:
    """Read a struct, with the texts under its fields."""
    described = wire_types.type_info(struct)
    assert isinstance(described, wire_types.StructType)
    docs = field_docs(struct)
    fields = tuple(
        Field(
            field.encode_name,
            field.type,
            field.required,
            not field.required and field.default is msgspec.NODEFAULT and field.default_factory is msgspec.NODEFAULT,
            default_of(field),
            docs.get(field.name, ""),
        )
        for field in described.fields
    )
    tag = described.tag
    return Shape(
        struct,
        struct.__name__,
        described.tag_field,
        None if tag is None else str(tag),
        own_doc(struct),
        fields,
    )


def default_of(field: wire_types.Field) -> Any:
    """The default as a value, whichever of the two ways it was given."""
    if field.default_factory is not msgspec.NODEFAULT:
        return field.default_factory()
    return None if field.default is msgspec.NODEFAULT else field.default


def own_doc(struct: type) -> str:
    """The struct's own docstring; a base's would speak of something else."""
    return inspect.cleandoc(struct.__dict__.get("__doc__") or "")


def field_docs(struct: Struct) -> dict[str, str]:
    """The string under each field, as it stands in the source of the class and of its bases."""
    docs: dict[str, str] = {}
    for kind in reversed(struct.__mro__):
        if kind in (object, msgspec.Struct) or not issubclass(kind, msgspec.Struct):
            continue
        try:
            tree = ast.parse(textwrap.dedent(inspect.getsource(kind)))
        except (OSError, TypeError):
            continue
        body = typing.cast("ast.ClassDef", tree.body[0]).body
        for statement, following in pairwise(body):
            if not isinstance(statement, ast.AnnAssign) or not isinstance(statement.target, ast.Name):
                continue
            if isinstance(following, ast.Expr) and isinstance(following.value, ast.Constant):
                docs[statement.target.id] = inspect.cleandoc(str(following.value.value))
    return docs


def reachable(structs: Iterable[Struct]) -> tuple[list[Struct], list[type]]:
    """The structs and enums found in `structs` and in what their fields hold, each once, in order of first sight."""
    seen_structs: dict[Struct, None] = {}
    seen_enums: dict[type, None] = {}

    def visit(found: wire_types.Type) -> None:
        if isinstance(found, wire_types.EnumType):
            seen_enums[found.cls] = None
        elif isinstance(found, wire_types.StructType):
            if found.cls in seen_structs:
                return
            seen_structs[found.cls] = None
            for field in found.fields:
                visit(field.type)
        else:
            for inner in inner_types(found):
                visit(inner)

    for struct in structs:
        visit(wire_types.type_info(struct))
    return list(seen_structs), list(seen_enums)


def inner_types(found: wire_types.Type) -> tuple[wire_types.Type, ...]:
    """What a collection, a union or a dictionary is made of."""
    match found:
        case wire_types.ListType() | wire_types.SetType() | wire_types.FrozenSetType() | wire_types.VarTupleType():
            return (found.item_type,)
        case wire_types.TupleType():
            return found.item_types
        case wire_types.DictType():
            return (found.key_type, found.value_type)
        case wire_types.UnionType():
            return found.types
        case _:
            return ()


def named_literals(structs: Iterable[Struct]) -> dict[frozenset[Any], str]:
    """The names that wire modules give to their sets of words (`Source = Literal[...]`), by what they hold.

    A name that two modules give to different sets is nobody's: those sets are written out.
    """
    modules = {sys.modules[struct.__module__] for struct in structs}
    found: dict[str, set[frozenset[Any]]] = {}
    for module in sorted(modules, key=lambda one: one.__name__):
        for name, value in vars(module).items():
            if typing.get_origin(value) is typing.Literal:
                found.setdefault(name, set()).add(frozenset(typing.get_args(value)))
    return {next(iter(sets)): name for name, sets in found.items() if len(sets) == 1}


def given_by(action: Any) -> tuple[Struct, ...]:
    """The structs that an action promises to return, from its annotation."""
    returned = typing.get_type_hints(action).get("return")
    options = typing.get_args(returned) if isinstance(returned, types.UnionType) else (returned,)
    return tuple(one for one in options if isinstance(one, type) and issubclass(one, msgspec.Struct))
