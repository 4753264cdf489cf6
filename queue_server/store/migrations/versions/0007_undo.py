"""A counter's last verb can be taken back, and a call that was is never spoken."""

from alembic import op

revision = "0007"
down_revision = "0006"

STATEMENTS = (
    "ALTER TABLE calls ADD COLUMN undone_at BIGINT",
    """
    CREATE TABLE last_verbs (
        office_id TEXT NOT NULL,
        counter INTEGER NOT NULL,
        clerk TEXT NOT NULL,
        verb TEXT NOT NULL,
        at BIGINT NOT NULL,
        seqs TEXT NOT NULL,
        deeds TEXT NOT NULL,
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
