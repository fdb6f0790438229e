"""Taking tasks that are deleted out of the running totals of agreement and labels.

`scoring` adds to these totals. Sums are rounded to its grid of 2**-30, so that what comes out is
to the last bit what went in.
"""

from collections.abc import Sequence

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

TOTALS_LOCK = 0x70C9 << 40
"""Plus the project's id: whoever changes running totals takes this lock first, after all others."""

_LOCK = text("SELECT pg_advisory_xact_lock(:lock)")

_TOTALS = (
    "pair_totals",
    "participant_totals",
    "agreement_totals",
    "confusion_totals",
    "label_counts",
)

# dimension_scores of a pair may be empty where there is but one dimension: then `score` is its.
_DIMENSIONS = """
    dims AS (
        SELECT g.number AS generation, d.position, (d.value->>'id')::bigint AS dimension_id,
               jsonb_array_length(g.settings->'dimensions') = 1 AS is_only
        FROM scoring_generations g,
             jsonb_array_elements(g.settings->'dimensions') WITH ORDINALITY AS d (value, position)
        WHERE g.project_id = :p
    )
"""
_SUMS = """
    count(*) AS n, sum(round(value * 1073741824) / 1073741824) AS total,
    sum(round(value * value * 1073741824) / 1073741824) AS squares
"""
_TAKE_OUT = (
    text(
        f"""
        WITH {_DIMENSIONS}, pairs AS (
            SELECT * FROM pair_scores WHERE project_id = :p AND task_id = ANY(:ids)
        ), figures AS (
            SELECT generation, 0 AS dimension_id, left_id, right_id, score AS value FROM pairs
            UNION ALL
            SELECT generation, dimension_id, left_id, right_id,
                   CASE WHEN dimension_scores <> '{{}}' THEN dimension_scores[position]
                        WHEN is_only THEN score END
            FROM pairs JOIN dims USING (generation)
        ), gone AS (
            SELECT generation, dimension_id, left_id, right_id, {_SUMS}
            FROM figures WHERE value IS NOT NULL GROUP BY 1, 2, 3, 4
        )
        UPDATE pair_totals t
        SET n_tasks = t.n_tasks - gone.n, total = t.total - gone.total,
            total_of_squares = t.total_of_squares - gone.squares
        FROM gone
        WHERE t.project_id = :p AND t.generation = gone.generation
          AND t.dimension_id = gone.dimension_id
          AND t.left_id = gone.left_id AND t.right_id = gone.right_id
        """  # noqa: S608  constants only
    ),
    text(
        """
        WITH gone AS (
            SELECT generation, user_id, count(DISTINCT task_id) AS n
            FROM pair_scores, LATERAL (VALUES (left_id), (right_id)) AS member (user_id)
            WHERE project_id = :p AND task_id = ANY(:ids) AND left_id > 0 AND score IS NOT NULL
            GROUP BY 1, 2
        )
        UPDATE participant_totals t SET n_tasks = t.n_tasks - gone.n
        FROM gone
        WHERE t.project_id = :p AND t.generation = gone.generation AND t.user_id = gone.user_id
        """
    ),
    text(
        f"""
        WITH {_DIMENSIONS}, scored AS (
            SELECT * FROM task_agreements WHERE project_id = :p AND task_id = ANY(:ids)
        ), figures AS (
            SELECT generation, 0 AS dimension_id, agreement AS value FROM scored
            UNION ALL
            SELECT generation, dimension_id, dimension_scores[position]
            FROM scored JOIN dims USING (generation)
        ), gone AS (
            SELECT generation, dimension_id,
                   least(floor(value * 100 + 1e-9), 99)::bigint AS bucket, {_SUMS}
            FROM figures WHERE value IS NOT NULL GROUP BY 1, 2, 3
        )
        UPDATE agreement_totals t
        SET n_tasks = t.n_tasks - gone.n, total = t.total - gone.total,
            total_of_squares = t.total_of_squares - gone.squares
        FROM gone
        WHERE t.project_id = :p AND t.generation = gone.generation
          AND t.dimension_id = gone.dimension_id AND t.bucket = gone.bucket
        """  # noqa: S608  constants only
    ),
    text(
        f"""
        WITH {_DIMENSIONS}, gone AS (
            SELECT generation, dimension_id, met->>1 AS mode, met->>2 AS left_label,
                   met->>3 AS right_label, sum((met->>4)::bigint)::bigint AS n
            FROM task_agreements s
            JOIN LATERAL jsonb_array_elements(s.confusion) AS met ON true
            JOIN dims USING (generation)
            WHERE s.project_id = :p AND s.task_id = ANY(:ids)
              AND dims.position = (met->>0)::bigint + 1
            GROUP BY 1, 2, 3, 4, 5
        )
        UPDATE confusion_totals t SET count = t.count - gone.n
        FROM gone
        WHERE t.project_id = :p AND t.generation = gone.generation
          AND t.dimension_id = gone.dimension_id AND t.mode = gone.mode
          AND t.left_label = gone.left_label AND t.right_label = gone.right_label
        """  # noqa: S608  constants only
    ),
    text(
        """
        WITH gone AS (
            SELECT source.key AS source, control.key AS from_name, label.key AS label,
                   sum(label.value::bigint)::bigint AS n
            FROM task_scores s, jsonb_each(s.label_counts) source,
                 jsonb_each(source.value) control, jsonb_each_text(control.value) label
            WHERE s.project_id = :p AND s.task_id = ANY(:ids)
            GROUP BY 1, 2, 3
        )
        UPDATE label_counts c SET count = c.count - gone.n
        FROM gone
        WHERE c.project_id = :p AND c.source = gone.source AND c.from_name = gone.from_name
          AND c.label = gone.label
        """
    ),
)


async def take_out(session: AsyncSession, project_id: int, task_ids: Sequence[int]) -> None:
    """Of tasks whose rows the caller has locked."""
    await session.execute(_LOCK, {"lock": TOTALS_LOCK + project_id})
    for statement in _TAKE_OUT:
        await session.execute(statement, {"p": project_id, "ids": list(task_ids)})


async def start_again(session: AsyncSession, project_id: int) -> None:
    """From nothing: all tasks are about to go, and their rows are locked."""
    await session.execute(_LOCK, {"lock": TOTALS_LOCK + project_id})
    for table in _TOTALS:
        await session.execute(
            text(f"DELETE FROM {table} WHERE project_id = :p"),  # noqa: S608  a table of ours
            {"p": project_id},
        )
