"""The OpenAPI document: what FastAPI derives, with our one error body and ways to log in."""

from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

METHODS = ("get", "post", "put", "patch", "delete")

SECURITY_SCHEMES = {
    "token": {
        "type": "apiKey",
        "in": "header",
        "name": "Authorization",
        "description": "`Token <legacy token>`",
    },
    "access": {"type": "http", "scheme": "bearer", "bearerFormat": "JWT"},
    "session": {"type": "apiKey", "in": "cookie", "name": "touchstone_session"},
}

_BAD_REQUEST = {
    "description": "The request cannot be understood or breaks a rule of the domain.",
    "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Problem"}}},
}


def _complete(operation: dict[str, Any]) -> None:
    """Malformed requests are answered with 400 and the body of every other error."""
    responses = operation["responses"]
    if responses.pop("422", None) is not None:
        responses.setdefault("400", _BAD_REQUEST)
    operation["responses"] = dict(sorted(responses.items()))


def build(app: FastAPI) -> dict[str, Any]:
    document = get_openapi(
        title=app.title,
        version=app.version,
        description=app.description,
        routes=app.routes,
        tags=app.openapi_tags,
    )
    for item in document["paths"].values():
        for method in METHODS:
            if method in item:
                _complete(item[method])
    schemas = document["components"]["schemas"]
    schemas.pop("HTTPValidationError", None)
    schemas.pop("ValidationError", None)
    document["components"]["securitySchemes"] = SECURITY_SCHEMES
    document["security"] = [{name: []} for name in SECURITY_SCHEMES]
    return document


def add_openapi(app: FastAPI) -> None:
    def cached() -> dict[str, Any]:
        if app.openapi_schema is None:
            app.openapi_schema = build(app)
        return app.openapi_schema

    app.openapi = cached  # type: ignore[method-assign]  # FastAPI documents this way
