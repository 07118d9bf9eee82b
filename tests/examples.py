"""A well-formed example of any struct of the wire, for tests that must get past the shape to reach the rights."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

import msgspec
from msgspec import inspect as shapes


def example(struct: type[msgspec.Struct]) -> dict[str, Any]:
    """As it would travel: required fields only, and the tag."""
    shape = shapes.type_info(struct)
    assert isinstance(shape, shapes.StructType)
    values = {field.encode_name: _value(field.type) for field in shape.fields if field.required}
    return ({shape.tag_field: shape.tag} if shape.tag_field else {}) | values


def _value(kind: shapes.Type) -> Any:
    match kind:
        case shapes.UUIDType():
            return str(uuid4())
        case shapes.StrType():
            return "x" * max(kind.min_length or 0, 1)
        case shapes.BoolType():
            return True
        case shapes.IntType():
            return max(kind.ge or 0, 1)
        case shapes.FloatType():
            return max(kind.ge or 0.0, 1.0)
        case shapes.DateTimeType():
            return datetime.now(UTC).isoformat()
        case shapes.LiteralType():
            return kind.values[0]
        case shapes.EnumType():
            return next(iter(kind.cls)).value
        case shapes.ListType():
            return [_value(kind.item_type)] * (kind.min_length or 0)
        case shapes.UnionType():
            return None if kind.includes_none else _value(kind.types[0])
        case shapes.StructType():
            return example(kind.cls)
        case _:
            raise AssertionError(f"no example of {kind}")
