"""The OpenAPI 3.1 document, made from the list of routes: what is declared is what is described."""

from __future__ import annotations

import inspect
import re
from collections.abc import Sequence
from typing import Any

import msgspec

from server.api import Problem
from server.core.http import Door, Route

REF = "#/components/schemas/{name}"


def document(routes: Sequence[Route], version: str) -> dict[str, Any]:
    """The whole document; bodies by JSON Schema of their structs, the right of each operation in `x-right`."""
    structs = {struct for route in routes for struct in (route.takes, route.gives) if struct} | {Problem}
    ordered = sorted(structs, key=lambda struct: struct.__name__)
    schemas, components = msgspec.json.schema_components(ordered, ref_template=REF)
    refs = dict(zip(ordered, schemas, strict=True))
    paths: dict[str, dict[str, Any]] = {}
    for route in routes:
        path = route.path.replace(":str", "")
        paths.setdefault(path, {})[route.method.lower()] = _operation(route, refs)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "TwinSpace Live",
            "version": version,
            "license": {"name": "EUPL-1.2", "identifier": "EUPL-1.2"},
        },
        "paths": paths,
        "components": {
            "schemas": components,
            "securitySchemes": {"cookie": {"type": "apiKey", "in": "cookie", "name": "session"}},
        },
    }


def _operation(route: Route, refs: dict[type[msgspec.Struct], dict[str, Any]]) -> dict[str, Any]:
    summary = " ".join(inspect.cleandoc(route.handler.__doc__ or "").partition("\n\n")[0].split())
    operation: dict[str, Any] = {
        "operationId": f"{route.handler.__module__.split('.')[-2]}.{route.handler.__name__}",
        "summary": summary,
        "x-right": route.right.name,
        "security": [] if route.right is Door.PUBLIC else [{"cookie": []}],
        "parameters": [_parameter(name, text) for name, text in re.findall(r"\{(\w+)(:str)?\}", route.path)],
        "responses": {
            str(route.status): _content("Done", refs[route.gives]) if route.gives else {"description": "Done"},
            "default": _content("Refused; nothing has changed", refs[Problem]),
        },
    }
    if route.streams:
        if route.takes:
            described = {"application/json": {"schema": refs[route.takes]}}
            header = {"name": "description", "in": "header", "required": True, "content": described}
            operation["parameters"].append(header)
        operation["requestBody"] = {"required": True, "content": {"application/octet-stream": {}}}
    elif route.takes:
        operation["requestBody"] = {"required": True, **_content("", refs[route.takes])}
        del operation["requestBody"]["description"]
    return operation


def _parameter(name: str, text: str) -> dict[str, Any]:
    schema = {"type": "string"} if text else {"type": "string", "format": "uuid"}
    return {"name": name, "in": "path", "required": True, "schema": schema}


def _content(description: str, schema: dict[str, Any]) -> dict[str, Any]:
    return {"description": description, "content": {"application/json": {"schema": schema}}}
