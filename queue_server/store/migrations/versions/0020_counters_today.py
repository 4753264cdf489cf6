"""Counters that serve other services today than usual, and which these are."""

from alembic import op

revision = "0020"
down_revision = "0019"

STATEMENTS = (
    """
    CREATE TABLE counters_today (
        office_id TEXT NOT NULL,
        counter INTEGER NOT NULL,
        business_day TEXT NOT NULL,
        usual TEXT NOT NULL,
        usual_preferred TEXT NOT NULL,
        today TEXT NOT NULL,
        PRIMARY KEY (office_id, counter),
        FOREIGN KEY (office_id, counter) REFERENCES counters (office_id, number)
    )
    """,
)


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)


def downgrade() -> None:
    raise NotImplementedError("go back by restoring the copy that was made before the upgrade")
