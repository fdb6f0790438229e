"""No route without a guard, and every guard says which right it asks for."""

from collections.abc import Iterable, Iterator
from typing import Any

from fastapi import FastAPI
from fastapi.dependencies.models import Dependant
from fastapi.routing import APIRoute

from touchstone.access import dependencies as guards

GUARDS = (
    guards.SignedIn,
    guards.Everywhere,
    guards.OnProject,
    guards.OnQueryProject,
    guards.OnRow,
    guards.InBody,
    guards.InService,
)

PUBLIC = {
    "get_setup",
    "create_first_account",
    "log_in",
    "refresh_token",
    "get_version",
    "get_health",
    "docs_page",
    "docs_script",
}
"""Routes that must work before anybody is known."""

OWN_THINGS = {
    "log_out",
    "who_am_i_route",
    "list_users",
    "get_user",
    "update_user",
    "get_token_hint",
    "reset_token",
    "list_tokens",
    "create_token",
    "rotate_token",
    "blacklist_token",
    "list_projects",
    "validate_label_config",
    "list_reviews",
}
"""Routes for any account: each answers with no more than what the caller may see."""


def found(dependant: Dependant) -> Iterator[object]:
    for child in dependant.dependencies:
        if isinstance(child.call, GUARDS):
            yield child.call
        yield from found(child)


def walk(routes: Iterable[Any]) -> Iterator[APIRoute]:
    """Routes of the application and of every router included in it."""
    for route in routes:
        if isinstance(route, APIRoute):
            yield route
        else:
            yield from walk(getattr(getattr(route, "original_router", route), "routes", None) or ())


def routes_of(app: FastAPI) -> list[APIRoute]:
    return list(walk(app.routes))


def test_every_route_has_a_guard(app: FastAPI) -> None:
    routes = routes_of(app)
    assert len(routes) > 30
    open_routes = {route.name for route in routes if not list(found(route.dependant))}
    assert open_routes == PUBLIC


def test_a_guard_without_a_right_is_for_own_things_only(app: FastAPI) -> None:
    lax = {
        route.name
        for route in routes_of(app)
        for guard in found(route.dependant)
        if getattr(guard, "permission", None) is None
    }
    assert lax == OWN_THINGS
