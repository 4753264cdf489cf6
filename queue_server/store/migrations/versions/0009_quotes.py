"""Keep the wait that each ticket promised, in minutes."""

from alembic import op

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    op.execute("ALTER TABLE tickets ADD COLUMN quoted_low INTEGER CHECK (quoted_low >= 0)")
    op.execute("ALTER TABLE tickets ADD COLUMN quoted_high INTEGER CHECK (quoted_high > quoted_low)")


def downgrade() -> None:
    raise NotImplementedError("go back by restoring the copy that was made before the upgrade")
