"""Notes for the next counter, quiet alarms, and a counter that is offered to another clerk."""

from alembic import op

revision = "0015"
down_revision = "0014"

STATEMENTS = (
    """
    CREATE TABLE notes (
        office_id TEXT NOT NULL,
        ticket_id TEXT NOT NULL,
        business_day TEXT NOT NULL,
        text TEXT NOT NULL,
        clerk TEXT NOT NULL,
        counter INTEGER NOT NULL,
        at BIGINT NOT NULL,
        PRIMARY KEY (office_id, ticket_id),
        FOREIGN KEY (office_id, ticket_id) REFERENCES tickets (office_id, id),
        FOREIGN KEY (office_id, counter) REFERENCES counters (office_id, number)
    )
    """,
    """
    CREATE TABLE alarms (
        office_id TEXT NOT NULL,
        counter INTEGER NOT NULL,
        kind TEXT NOT NULL CHECK (kind IN ('colleague', 'guard')),
        clerk TEXT NOT NULL,
        raised_at BIGINT NOT NULL,
        answered_by TEXT,
        answered_at BIGINT,
        PRIMARY KEY (office_id, counter),
        FOREIGN KEY (office_id, counter) REFERENCES counters (office_id, number),
        CHECK ((answered_by IS NULL) = (answered_at IS NULL))
    )
    """,
    "ALTER TABLE counter_sessions ADD COLUMN offered_to TEXT",
)


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)


def downgrade() -> None:
    raise NotImplementedError("go back by restoring the copy that was made before the upgrade")
