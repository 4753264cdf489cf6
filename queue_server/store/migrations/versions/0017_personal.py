"""Personal data in tables of its own: marks of citizens and the day's key to them, and dossier codes. Purged daily."""

from alembic import op

revision = "0017"
down_revision = "0016"

STATEMENTS = (
    """
    CREATE TABLE citizen_keys (
        office_id TEXT NOT NULL REFERENCES offices (id),
        business_day TEXT NOT NULL,
        key TEXT NOT NULL CHECK (length(key) = 64),
        PRIMARY KEY (office_id, business_day)
    )
    """,
    """
    CREATE TABLE citizen_tickets (
        office_id TEXT NOT NULL,
        ticket_id TEXT NOT NULL,
        business_day TEXT NOT NULL,
        mark TEXT NOT NULL CHECK (length(mark) = 32),
        PRIMARY KEY (office_id, ticket_id),
        FOREIGN KEY (office_id, ticket_id) REFERENCES tickets (office_id, id)
    )
    """,
    "CREATE INDEX citizen_tickets_of_day ON citizen_tickets (office_id, business_day, mark)",
    """
    CREATE TABLE dossiers (
        office_id TEXT NOT NULL,
        ticket_id TEXT NOT NULL,
        business_day TEXT NOT NULL,
        code TEXT NOT NULL,
        state TEXT NOT NULL CHECK (state IN ('ready', 'not_ready', 'unknown')),
        expected TEXT,
        PRIMARY KEY (office_id, ticket_id),
        FOREIGN KEY (office_id, ticket_id) REFERENCES tickets (office_id, id)
    )
    """,
    "CREATE INDEX dossiers_of_day ON dossiers (office_id, business_day)",
)


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)


def downgrade() -> None:
    raise NotImplementedError("go back by restoring the copy that was made before the upgrade")
