"""Errors become HTTP in one place, in one body for all (Label Studio's keys and two of ours)."""

import logging
from collections.abc import Sequence
from typing import Any
from uuid import uuid4

from asyncpg import PostgresError
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel
from sqlalchemy.exc import DBAPIError
from starlette.exceptions import HTTPException
from starlette.responses import Response

import touchstone
from touchstone.core import errors
from touchstone.web.responses import Json

log = logging.getLogger("touchstone.web")

STATUS: dict[type[errors.AppError], int] = {
    errors.Invalid: 400,
    errors.Unauthenticated: 401,
    errors.Forbidden: 403,
    errors.NotFound: 404,
    errors.Stale: 412,
    errors.TooLarge: 413,
    errors.UnsupportedMedia: 415,
    errors.Held: 423,
    errors.TooManyRequests: 429,
}

UNIQUE_VIOLATION = "23505"
UNTRANSLATABLE = frozenset({"22021", "22P05", "22P02"})
"""Text that PostgreSQL cannot store, such as NUL."""
OUT_OF_RANGE = frozenset({"22000", "22003"})
"""Numbers beyond 64 bits, refused by the driver or the server."""


class Problem(BaseModel):
    """The body of every error."""

    id: str
    status_code: int
    version: str
    detail: str
    code: str
    exc_info: None = None
    validation_errors: dict[str, list[str]] | None = None
    context: dict[str, Any] | None = None

    model_config = {
        "json_schema_extra": {
            "example": {
                "id": "6f0b7c52-0c7e-4b5e-9a57-5b1f2f0f2f61",
                "status_code": 404,
                "version": "0.1.0",
                "detail": "There is no such project.",
                "code": "not_found",
                "exc_info": None,
            }
        }
    }


def problems(*kinds: type[errors.AppError]) -> dict[int | str, dict[str, Any]]:
    """OpenAPI `responses=` for a route: what it raises, besides what every route may."""
    wanted: set[type[errors.AppError]] = {errors.Invalid, errors.Unauthenticated, *kinds}
    return {
        STATUS[kind]: {"model": Problem, "description": (kind.__doc__ or kind.__name__).strip()}
        for kind in sorted(wanted, key=lambda kind: STATUS[kind])
    }


def reply(
    status: int,
    code: str,
    detail: str,
    *,
    validation_errors: dict[str, list[str]] | None = None,
    context: dict[str, Any] | None = None,
    headers: dict[str, str] | None = None,
) -> Response:
    body: dict[str, Any] = {
        "id": str(uuid4()),
        "status_code": status,
        "version": touchstone.__version__,
        "detail": detail,
        "code": code,
        "exc_info": None,
    }
    if validation_errors:
        body["validation_errors"] = validation_errors
    if context:
        body["context"] = context
    return Json(body, status_code=status, headers=headers)


def _place(location: Sequence[int | str]) -> str:
    parts = location[1:] if location and location[0] in {"body", "query", "path"} else location
    return ".".join(str(part) for part in parts) or "non_field_errors"


def _app_error(request: Request, error: Exception) -> Response:
    assert isinstance(error, errors.AppError)  # noqa: S101  by registration
    status = next((STATUS[kind] for kind in type(error).__mro__ if kind in STATUS), 400)
    context = dict(error.context)
    fields = context.pop("validation_errors", None)
    headers = {"Retry-After": str(context["retry_after"])} if "retry_after" in context else None
    return reply(
        status,
        error.code,
        error.detail,
        validation_errors=fields,
        context=context,
        headers=headers,
    )


def _malformed(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)  # noqa: S101  by registration
    fields: dict[str, list[str]] = {}
    for item in error.errors():
        fields.setdefault(_place(item["loc"]), []).append(item["msg"])
    if any(item["type"] == "json_invalid" for item in error.errors()):
        return reply(400, "bad_json", "The body is not valid JSON.", validation_errors=fields)
    return reply(400, "validation", "Validation error", validation_errors=fields)


def _database(request: Request, error: Exception) -> Response:
    state = getattr(getattr(error, "orig", error), "sqlstate", None)
    if state == UNIQUE_VIOLATION:
        return reply(400, "duplicate", "Something with the same key exists already.")
    if state in UNTRANSLATABLE:
        return reply(400, "unstorable_text", "The text holds a character that cannot be stored.")
    if state in OUT_OF_RANGE:
        return reply(400, "out_of_range", "A number is larger than can be stored.")
    return _unexpected(request, error)


def _http(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)  # noqa: S101  by registration
    if isinstance(error.__cause__, errors.AppError):  # FastAPI wraps what reading a body raised
        return _app_error(request, error.__cause__)
    code = {404: "not_found", 405: "method_not_allowed"}.get(error.status_code, "http_error")
    return reply(error.status_code, code, str(error.detail), headers=dict(error.headers or {}))


def _unexpected(request: Request, error: Exception) -> Response:
    log.error("error on %s %s", request.method, request.url.path, exc_info=error)
    return reply(500, "internal", "Something went wrong on the server; it has been logged.")


def install(app: FastAPI) -> None:
    app.add_exception_handler(errors.AppError, _app_error)
    app.add_exception_handler(RequestValidationError, _malformed)
    app.add_exception_handler(DBAPIError, _database)
    app.add_exception_handler(PostgresError, _database)
    app.add_exception_handler(HTTPException, _http)
    app.add_exception_handler(Exception, _unexpected)
