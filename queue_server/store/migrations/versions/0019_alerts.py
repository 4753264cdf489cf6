"""The alerts that have begun and not ended."""

from alembic import op

revision = "0019"
down_revision = "0018"

STATEMENTS = (
    """
    CREATE TABLE alerts (
        office_id TEXT NOT NULL REFERENCES offices (id),
        id BIGINT NOT NULL,
        kind TEXT NOT NULL CHECK (kind IN ('wait_over_target', 'counter_idle', 'display_gone', 'printer_out')),
        subject TEXT NOT NULL,
        began_at BIGINT NOT NULL,
        acknowledged_by TEXT,
        PRIMARY KEY (office_id, id),
        UNIQUE (office_id, kind, subject)
    )
    """,
)


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)


def downgrade() -> None:
    raise NotImplementedError("go back by restoring the copy that was made before the upgrade")
