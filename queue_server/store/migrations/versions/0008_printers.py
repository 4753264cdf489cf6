"""Printers, which kiosk has which, how much of each roll is used, and what became of every ticket's paper."""

from alembic import op

revision = "0008"
down_revision = "0007"

STATEMENTS = (
    # An empty address is the one of the machine's settings; a printer behind an agent has the agent's token.
    """
    CREATE TABLE printers (
        office_id TEXT NOT NULL REFERENCES offices (id),
        id TEXT NOT NULL,
        address TEXT NOT NULL,
        width_dots INTEGER NOT NULL CHECK (width_dots BETWEEN 200 AND 2000),
        token_hash TEXT UNIQUE,
        roll_mm BIGINT NOT NULL CHECK (roll_mm > 0),
        used_dots BIGINT NOT NULL DEFAULT 0 CHECK (used_dots >= 0),
        used_tickets BIGINT NOT NULL DEFAULT 0 CHECK (used_tickets >= 0),
        rolled_at BIGINT,
        PRIMARY KEY (office_id, id),
        CHECK ((address LIKE 'agent:%') = (token_hash IS NOT NULL))
    )
    """,
    """
    CREATE TABLE kiosk_printers (
        office_id TEXT NOT NULL,
        kiosk_id TEXT NOT NULL,
        printer_id TEXT NOT NULL,
        PRIMARY KEY (office_id, kiosk_id),
        FOREIGN KEY (office_id, printer_id) REFERENCES printers (office_id, id)
    )
    """,
    """
    CREATE TABLE papers (
        office_id TEXT NOT NULL,
        ticket_id TEXT NOT NULL,
        state TEXT NOT NULL CHECK (state IN ('owed', 'printed', 'not_printed', 'uncertain')),
        printer_id TEXT NOT NULL,
        fault TEXT,
        at BIGINT NOT NULL,
        PRIMARY KEY (office_id, ticket_id),
        FOREIGN KEY (office_id, ticket_id) REFERENCES tickets (office_id, id),
        CHECK ((state IN ('not_printed', 'uncertain')) = (fault IS NOT NULL))
    )
    """,
    "CREATE INDEX papers_missing ON papers (office_id, at) WHERE state <> 'printed'",
)


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)


def downgrade() -> None:
    raise NotImplementedError("go back by restoring the copy that was made before the upgrade")
