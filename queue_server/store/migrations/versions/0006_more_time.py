"""A citizen may ask for more time: how often it was done in a turn."""

from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    op.execute("ALTER TABLE turns ADD COLUMN postponed INTEGER NOT NULL DEFAULT 0 CHECK (postponed >= 0)")


def downgrade() -> None:
    raise NotImplementedError("go back by restoring the copy that was made before the upgrade")
