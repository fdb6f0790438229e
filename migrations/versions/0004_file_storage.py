"""Keep files as they are: compressing them takes longer than writing them."""

from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

FILES = ("import_chunks", "project_files")


def upgrade() -> None:
    for table in FILES:
        op.execute(f"ALTER TABLE {table} ALTER COLUMN content SET STORAGE EXTERNAL")


def downgrade() -> None:
    for table in FILES:
        op.execute(f"ALTER TABLE {table} ALTER COLUMN content SET STORAGE EXTENDED")
