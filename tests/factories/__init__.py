"""Rows for tests, by plain functions; every row is flushed and has its id."""

from tests.factories.rows import (
    TEXT_CONFIG,
    choice,
    make_annotation,
    make_member,
    make_prediction,
    make_project,
    make_task,
    make_user,
)

__all__ = [
    "TEXT_CONFIG",
    "choice",
    "make_annotation",
    "make_member",
    "make_prediction",
    "make_project",
    "make_task",
    "make_user",
]
