"""Where phones want to be told by Web Push: personal, in a table of its own, gone with the ticket or the day."""

from alembic import op

revision = "0022"
down_revision = "0021"

STATEMENTS = (
    """
    CREATE TABLE push_subscriptions (
        office_id TEXT NOT NULL,
        ticket_id TEXT NOT NULL,
        business_day TEXT NOT NULL,
        endpoint TEXT NOT NULL CHECK (endpoint LIKE 'https://%'),
        p256dh TEXT NOT NULL,
        auth TEXT NOT NULL,
        language TEXT NOT NULL,
        near_told INTEGER NOT NULL CHECK (near_told IN (0, 1)),
        PRIMARY KEY (office_id, ticket_id),
        FOREIGN KEY (office_id, ticket_id) REFERENCES tickets (office_id, id)
    )
    """,
    "CREATE INDEX push_subscriptions_of_day ON push_subscriptions (office_id, business_day)",
)


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)


def downgrade() -> None:
    raise NotImplementedError("go back by restoring the copy that was made before the upgrade")
