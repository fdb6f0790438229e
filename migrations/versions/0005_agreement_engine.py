"""Scores by generation of settings and by participant; dimensions; reports; own metrics.

Figures are computed from the answers, so the old ones are not carried over: a worker computes
them anew in the new form, and the tasks keep theirs until then.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

NEW = (
    "agreement_reports",
    "agreement_totals",
    "confusion_totals",
    "custom_metric_logs",
    "custom_metrics",
    "dimensions",
    "model_versions",
    "participant_totals",
    "scoring_chunks",
    "scoring_generations",
    "task_agreements",
    "pair_scores",
    "pair_totals",
)
OLD = ("annotator_totals", "pair_totals", "pair_scores")


def upgrade() -> None:
    for table in OLD:
        op.drop_table(table)
    op.add_column(
        "projects",
        sa.Column("agreement_methodology", sa.String(), server_default="pairwise", nullable=False),
    )
    op.create_check_constraint(
        op.f("ck_projects_agreement_methodology"),
        "projects",
        "agreement_methodology IN ('pairwise', 'consensus')",
    )
    op.add_column("projects", sa.Column("max_additional_annotators_assignable", sa.BigInteger()))
    op.create_table(
        "agreement_reports",
        sa.Column("project_id", sa.BigInteger(), nullable=False),
        sa.Column("dimension_id", sa.BigInteger(), nullable=False),
        sa.Column("generation", sa.BigInteger(), nullable=False),
        sa.Column("report", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column(
            "computed_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(
            ["project_id"],
            ["projects.id"],
            name=op.f("fk_agreement_reports_project_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("project_id", "dimension_id", name=op.f("pk_agreement_reports")),
    )
    op.create_table(
        "agreement_totals",
        sa.Column("project_id", sa.BigInteger(), nullable=False),
        sa.Column("generation", sa.BigInteger(), nullable=False),
        sa.Column("dimension_id", sa.BigInteger(), nullable=False),
        sa.Column("bucket", sa.BigInteger(), nullable=False),
        sa.Column("n_tasks", sa.BigInteger(), nullable=False),
        sa.Column("total", sa.Double(), nullable=False),
        sa.Column("total_of_squares", sa.Double(), nullable=False),
        sa.ForeignKeyConstraint(
            ["project_id"],
            ["projects.id"],
            name=op.f("fk_agreement_totals_project_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint(
            "project_id", "generation", "dimension_id", "bucket", name=op.f("pk_agreement_totals")
        ),
    )
    op.create_table(
        "confusion_totals",
        sa.Column("project_id", sa.BigInteger(), nullable=False),
        sa.Column("generation", sa.BigInteger(), nullable=False),
        sa.Column("dimension_id", sa.BigInteger(), nullable=False),
        sa.Column("mode", sa.String(), nullable=False),
        sa.Column("left_label", sa.String(), nullable=False),
        sa.Column("right_label", sa.String(), nullable=False),
        sa.Column("count", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["project_id"],
            ["projects.id"],
            name=op.f("fk_confusion_totals_project_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint(
            "project_id",
            "generation",
            "dimension_id",
            "mode",
            "left_label",
            "right_label",
            name=op.f("pk_confusion_totals"),
        ),
    )
    op.create_table(
        "custom_metric_logs",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("project_id", sa.BigInteger(), nullable=False),
        sa.Column("task_id", sa.BigInteger(), nullable=True),
        sa.Column("message", sa.String(), nullable=False),
        sa.Column(
            "created_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(
            ["project_id"],
            ["projects.id"],
            name=op.f("fk_custom_metric_logs_project_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_custom_metric_logs")),
    )
    op.create_index(
        "ix_custom_metric_logs_project_id", "custom_metric_logs", ["project_id", "id"], unique=False
    )
    op.create_table(
        "custom_metrics",
        sa.Column("project_id", sa.BigInteger(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("is_active", sa.Boolean(), server_default="true", nullable=False),
        sa.Column("updated_by", sa.BigInteger(), nullable=True),
        sa.Column(
            "updated_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(
            ["project_id"],
            ["projects.id"],
            name=op.f("fk_custom_metrics_project_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["updated_by"], ["users.id"], name=op.f("fk_custom_metrics_updated_by")
        ),
        sa.PrimaryKeyConstraint("project_id", name=op.f("pk_custom_metrics")),
    )
    op.create_table(
        "dimensions",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("project_id", sa.BigInteger(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("description", sa.String(), server_default="", nullable=False),
        sa.Column("control_name", sa.String(), nullable=True),
        sa.Column("control_tag", sa.String(), nullable=True),
        sa.Column("extraction_method", sa.String(), server_default="control", nullable=False),
        sa.Column(
            "extraction_params",
            postgresql.JSONB(astext_type=sa.Text()),
            server_default="{}",
            nullable=False,
        ),
        sa.Column("metric", sa.String(), nullable=False),
        sa.Column(
            "metric_params",
            postgresql.JSONB(astext_type=sa.Text()),
            server_default="{}",
            nullable=False,
        ),
        sa.Column("weight", sa.Double(), server_default="1", nullable=False),
        sa.Column("is_active", sa.Boolean(), server_default="true", nullable=False),
        sa.Column(
            "excluded_classes", postgresql.ARRAY(sa.Text()), server_default="{}", nullable=False
        ),
        sa.Column("position", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("created_by", sa.BigInteger(), nullable=True),
        sa.Column(
            "created_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.Column(
            "updated_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.CheckConstraint("weight >= 0 AND weight <= 1", name=op.f("ck_dimensions_weight")),
        sa.ForeignKeyConstraint(
            ["created_by"], ["users.id"], name=op.f("fk_dimensions_created_by")
        ),
        sa.ForeignKeyConstraint(
            ["project_id"],
            ["projects.id"],
            name=op.f("fk_dimensions_project_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dimensions")),
    )
    op.create_index("uq_dimensions_name", "dimensions", ["project_id", "name"], unique=True)
    op.create_table(
        "model_versions",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("project_id", sa.BigInteger(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["project_id"],
            ["projects.id"],
            name=op.f("fk_model_versions_project_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_model_versions")),
    )
    op.create_index("uq_model_versions_name", "model_versions", ["project_id", "name"], unique=True)
    op.create_table(
        "participant_totals",
        sa.Column("project_id", sa.BigInteger(), nullable=False),
        sa.Column("generation", sa.BigInteger(), nullable=False),
        sa.Column("user_id", sa.BigInteger(), nullable=False),
        sa.Column("n_tasks", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["project_id"],
            ["projects.id"],
            name=op.f("fk_participant_totals_project_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint(
            "project_id", "generation", "user_id", name=op.f("pk_participant_totals")
        ),
    )
    op.create_table(
        "scoring_generations",
        sa.Column("project_id", sa.BigInteger(), nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("settings", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("reextract", sa.Boolean(), server_default="false", nullable=False),
        sa.Column("tasks_total", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("tasks_done", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("chunks_left", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("created_by", sa.BigInteger(), nullable=True),
        sa.Column(
            "created_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "status IN ('building', 'current', 'retired')",
            name=op.f("ck_scoring_generations_status"),
        ),
        sa.ForeignKeyConstraint(
            ["created_by"], ["users.id"], name=op.f("fk_scoring_generations_created_by")
        ),
        sa.ForeignKeyConstraint(
            ["project_id"],
            ["projects.id"],
            name=op.f("fk_scoring_generations_project_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("project_id", "number", name=op.f("pk_scoring_generations")),
    )
    op.create_index(
        "uq_scoring_generations_current",
        "scoring_generations",
        ["project_id", "status"],
        unique=True,
        postgresql_where=sa.text("status <> 'retired'"),
    )
    op.create_table(
        "scoring_chunks",
        sa.Column("project_id", sa.BigInteger(), nullable=False),
        sa.Column("generation", sa.BigInteger(), nullable=False),
        sa.Column("first_id", sa.BigInteger(), nullable=False),
        sa.Column("last_id", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["project_id", "generation"],
            ["scoring_generations.project_id", "scoring_generations.number"],
            name=op.f("fk_scoring_chunks_project_id_generation"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint(
            "project_id", "generation", "first_id", name=op.f("pk_scoring_chunks")
        ),
    )
    op.create_table(
        "task_agreements",
        sa.Column("project_id", sa.BigInteger(), nullable=False),
        sa.Column("task_id", sa.BigInteger(), nullable=False),
        sa.Column("generation", sa.BigInteger(), nullable=False),
        sa.Column("agreement", sa.Double(), nullable=True),
        sa.Column("undefined", sa.String(), nullable=True),
        sa.Column("dimension_scores", postgresql.ARRAY(sa.Float(53)), nullable=False),
        sa.Column("confusion", postgresql.JSONB(astext_type=sa.Text()), nullable=True),
        sa.Column("problems", postgresql.JSONB(astext_type=sa.Text()), nullable=True),
        sa.ForeignKeyConstraint(
            ["project_id", "task_id"],
            ["tasks.project_id", "tasks.id"],
            name=op.f("fk_task_agreements_project_id_task_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint(
            "project_id", "task_id", "generation", name=op.f("pk_task_agreements")
        ),
    )
    op.create_index(
        "ix_task_agreements_problems",
        "task_agreements",
        ["project_id", "generation", "task_id"],
        unique=False,
        postgresql_where=sa.text("problems IS NOT NULL"),
    )

    op.create_table(
        "pair_scores",
        sa.Column("project_id", sa.BigInteger(), nullable=False),
        sa.Column("task_id", sa.BigInteger(), nullable=False),
        sa.Column("generation", sa.BigInteger(), nullable=False),
        sa.Column("left_id", sa.BigInteger(), nullable=False),
        sa.Column("right_id", sa.BigInteger(), nullable=False),
        sa.Column("left_item", sa.BigInteger(), nullable=False),
        sa.Column("right_item", sa.BigInteger(), nullable=False),
        sa.Column("score", sa.Double(), nullable=True),
        sa.Column("dimension_scores", postgresql.ARRAY(sa.Float(53)), nullable=False),
        sa.ForeignKeyConstraint(
            ["project_id", "task_id"],
            ["tasks.project_id", "tasks.id"],
            name=op.f("fk_pair_scores_project_id_task_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint(
            "project_id",
            "task_id",
            "generation",
            "left_id",
            "right_id",
            name=op.f("pk_pair_scores"),
        ),
    )
    op.create_index(
        "ix_pair_scores_participants",
        "pair_scores",
        ["project_id", "generation", "left_id", "right_id", "task_id"],
    )
    op.create_table(
        "pair_totals",
        sa.Column("project_id", sa.BigInteger(), nullable=False),
        sa.Column("generation", sa.BigInteger(), nullable=False),
        sa.Column("dimension_id", sa.BigInteger(), nullable=False),
        sa.Column("left_id", sa.BigInteger(), nullable=False),
        sa.Column("right_id", sa.BigInteger(), nullable=False),
        sa.Column("n_tasks", sa.BigInteger(), nullable=False),
        sa.Column("total", sa.Double(), nullable=False),
        sa.Column("total_of_squares", sa.Double(), nullable=False),
        sa.ForeignKeyConstraint(
            ["project_id"],
            ["projects.id"],
            name=op.f("fk_pair_totals_project_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint(
            "project_id",
            "generation",
            "dimension_id",
            "left_id",
            "right_id",
            name=op.f("pk_pair_totals"),
        ),
    )


def downgrade() -> None:
    for table in NEW:
        op.drop_table(table)
    op.drop_column("projects", "max_additional_annotators_assignable")
    op.drop_column("projects", "agreement_methodology")
    op.create_table(
        "pair_scores",
        sa.Column("project_id", sa.BigInteger(), nullable=False),
        sa.Column("task_id", sa.BigInteger(), nullable=False),
        sa.Column("left_annotation", sa.BigInteger(), nullable=False),
        sa.Column("right_annotation", sa.BigInteger(), nullable=False),
        sa.Column("left_user", sa.BigInteger(), nullable=False),
        sa.Column("right_user", sa.BigInteger(), nullable=False),
        sa.Column("score", sa.Double(), nullable=False),
        sa.ForeignKeyConstraint(
            ["project_id", "task_id"],
            ["tasks.project_id", "tasks.id"],
            name=op.f("fk_pair_scores_project_id_task_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint(
            "project_id",
            "task_id",
            "left_annotation",
            "right_annotation",
            name=op.f("pk_pair_scores"),
        ),
    )
    op.create_index(
        "ix_pair_scores_users", "pair_scores", ["project_id", "left_user", "right_user", "task_id"]
    )
    op.create_table(
        "pair_totals",
        sa.Column("project_id", sa.BigInteger(), nullable=False),
        sa.Column("left_user", sa.BigInteger(), nullable=False),
        sa.Column("right_user", sa.BigInteger(), nullable=False),
        sa.Column("n_tasks", sa.BigInteger(), nullable=False),
        sa.Column("total", sa.Double(), nullable=False),
        sa.Column("total_of_squares", sa.Double(), nullable=False),
        sa.ForeignKeyConstraint(
            ["project_id"],
            ["projects.id"],
            name=op.f("fk_pair_totals_project_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint(
            "project_id", "left_user", "right_user", name=op.f("pk_pair_totals")
        ),
    )
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
