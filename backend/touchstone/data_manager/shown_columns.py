"""The columns of one project: those of its task data, then those that every task has."""

from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from touchstone.data_manager import queries
from touchstone.data_manager.columns import COLUMNS, DATA, Column, Kind, data_column
from touchstone.data_manager.filters import operators_of
from touchstone.labelstudio.label_config import LabelConfig
from touchstone.projects import label_configs
from touchstone.projects.queries import get_project

_BY_JSON_TYPE = {"number": "Number", "boolean": "Boolean", "array": "List"}
_SHOWN_TAGS = frozenset({"Image", "Audio", "AudioPlus", "Video", "Text", "HyperText", "TimeSeries"})
_KIND_OF = {"Number": Kind.NUMBER, "Boolean": Kind.BOOLEAN}


async def list_columns(session: AsyncSession, project_id: int) -> dict[str, Any]:
    """The `ColumnsOut` form."""
    project = await get_project(session, project_id)
    config = label_configs.parsed(project.label_config)
    keys = await queries.data_keys(session, project_id)
    tags = _tags(config)
    data = []
    for key in sorted({*keys, *tags}, key=lambda key: (key not in tags, key)):
        shown_as = tags.get(key) or _BY_JSON_TYPE.get(keys.get(key) or "", "String")
        data.append(_shown(data_column(key, _KIND_OF.get(shown_as)), shown_as))
    return {
        "columns": [*data, *(_shown(c, _type_of(c)) for c in COLUMNS.values())],
    }


def _tags(config: LabelConfig) -> dict[str, str]:
    """Keys of the task data to the tag that shows them."""
    return {
        key: item.tag if item.tag in _SHOWN_TAGS else "String"
        for item in config.objects.values()
        for key in item.data_keys
    }


def _type_of(column: Column) -> str:
    return "List" if column.kind is Kind.NAMES else column.kind


def _shown(column: Column, shown_as: str) -> dict[str, Any]:
    return {
        "id": column.id,
        "title": column.title,
        "type": shown_as,
        "target": "tasks",
        "help": column.help,
        "parent": "data" if column.id.startswith(DATA) else None,
        "orderable": True,
        "operators": operators_of(column),
        "values": list(column.values),
        "visibility_defaults": {"explore": column.shown},
    }
