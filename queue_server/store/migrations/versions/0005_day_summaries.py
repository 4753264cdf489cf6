"""Keep a summary of each closed day, of each kind."""

from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    op.execute(
        """
        CREATE TABLE day_summaries (
            office_id TEXT NOT NULL REFERENCES offices (id),
            business_day TEXT NOT NULL,
            kind TEXT NOT NULL,
            body TEXT NOT NULL,
            PRIMARY KEY (office_id, kind, business_day)
        )
        """
    )


def downgrade() -> None:
    raise NotImplementedError("go back by restoring the copy that was made before the upgrade")
