"""Errors by kind. A kind says what the caller did wrong; `web.errors` maps it to an HTTP status."""

from typing import Any


class AppError(Exception):
    """A refusal with a stable `code` and a sentence that a person can act on."""

    code = "error"

    def __init__(self, detail: str, *, code: str | None = None, **context: Any) -> None:
        super().__init__(detail)
        self.detail = detail
        self.code = code or type(self).code
        self.context = context


class Invalid(AppError):
    """The request cannot be understood or breaks a rule of the domain."""

    code = "invalid"


class Unauthenticated(AppError):
    code = "unauthenticated"


class Forbidden(AppError):
    code = "forbidden"


class NotFound(AppError):
    code = "not_found"


class Stale(AppError):
    """The caller acted on a version that is no longer the current one."""

    code = "stale"


class Held(AppError):
    """Another reviewer holds the item for the moment."""

    code = "held"


class TooLarge(AppError):
    code = "too_large"


class UnsupportedMedia(AppError):
    code = "unsupported_media"


class TooManyRequests(AppError):
    code = "too_many_requests"
