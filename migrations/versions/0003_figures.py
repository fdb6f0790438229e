"""Indexes that hold every figure of a task and an annotation; totals by annotator."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

SUMMED = ["total_annotations", "total_predictions"]
FIGURES = [
    "inner_id",
    "state",
    "agreement",
    *SUMMED,
    "cancelled_annotations",
    "reviews_accepted",
    "reviews_rejected",
    "reviewed",
    "reviewed_at",
    "ground_truth",
    "draft_exists",
    "is_labeled",
    "overlap",
    "avg_lead_time",
    "predictions_score",
    "created_at",
    "updated_at",
    "completed_at",
]


def upgrade() -> None:
    op.create_table(
        "annotator_totals",
        sa.Column("project_id", sa.BigInteger(), nullable=False),
        sa.Column("user_id", sa.BigInteger(), nullable=False),
        sa.Column("n_tasks", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["project_id"],
            ["projects.id"],
            name=op.f("fk_annotator_totals_project_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("project_id", "user_id", name=op.f("pk_annotator_totals")),
    )
    op.execute(
        """
        INSERT INTO annotator_totals (project_id, user_id, n_tasks)
        SELECT project_id, user_id, count(DISTINCT task_id)
        FROM (SELECT project_id, task_id, left_user AS user_id FROM pair_scores
              UNION ALL SELECT project_id, task_id, right_user FROM pair_scores) AS compared
        GROUP BY project_id, user_id
        """
    )
    op.drop_index("ix_tasks_project_id_total_annotations", table_name="tasks")
    op.drop_index("ix_tasks_project_id_agreement", table_name="tasks")
    op.drop_index("ix_tasks_project_id_state", table_name="tasks")
    op.create_index(
        "ix_tasks_project_id_agreement",
        "tasks",
        ["project_id", "agreement", "id"],
        postgresql_include=SUMMED,
    )
    op.create_index(
        "ix_tasks_project_id_agreement_desc",
        "tasks",
        ["project_id", sa.text("agreement DESC NULLS LAST"), sa.text("id DESC")],
    )
    op.create_index(
        "ix_tasks_project_id_state",
        "tasks",
        ["project_id", "state", "id"],
        postgresql_include=SUMMED,
    )
    op.create_index("ix_tasks_figures", "tasks", ["project_id", "id"], postgresql_include=FIGURES)
    op.drop_index("ix_annotations_project_id_completed_by", table_name="annotations")
    op.create_index(
        "ix_annotations_project_id_completed_by",
        "annotations",
        ["project_id", "completed_by"],
        postgresql_include=["task_id", "was_cancelled", "review_state", "lead_time", "created_at"],
    )


def downgrade() -> None:
    op.drop_index("ix_annotations_project_id_completed_by", table_name="annotations")
    op.create_index(
        "ix_annotations_project_id_completed_by", "annotations", ["project_id", "completed_by"]
    )
    op.drop_index("ix_tasks_figures", table_name="tasks")
    op.drop_index("ix_tasks_project_id_state", table_name="tasks")
    op.drop_index("ix_tasks_project_id_agreement_desc", table_name="tasks")
    op.drop_index("ix_tasks_project_id_agreement", table_name="tasks")
    op.create_index("ix_tasks_project_id_agreement", "tasks", ["project_id", "agreement", "id"])
    op.create_index("ix_tasks_project_id_state", "tasks", ["project_id", "state", "id"])
    op.create_index(
        "ix_tasks_project_id_total_annotations", "tasks", ["project_id", "total_annotations", "id"]
    )
    op.drop_table("annotator_totals")
