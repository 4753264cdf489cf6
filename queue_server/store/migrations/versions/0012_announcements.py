"""Announcements that are no calls: what a manager has said to the hall, and that it closes soon; each spoken once."""

from alembic import op

revision = "0012"
down_revision = "0011"

STATEMENTS = (
    """
    CREATE TABLE announcements (
        office_id TEXT NOT NULL REFERENCES offices (id),
        id TEXT NOT NULL,
        zone_id TEXT NOT NULL,
        kind TEXT NOT NULL CHECK (kind IN ('closing_soon', 'free_text')),
        language TEXT NOT NULL,
        text TEXT,
        minutes INTEGER CHECK (minutes > 0),
        by_engine INTEGER NOT NULL DEFAULT 0 CHECK (by_engine IN (0, 1)),
        made_at BIGINT NOT NULL,
        spoken_at BIGINT,
        PRIMARY KEY (office_id, id),
        CHECK ((kind = 'free_text') = (text IS NOT NULL)),
        CHECK ((kind = 'closing_soon') = (minutes IS NOT NULL))
    )
    """,
    "CREATE INDEX announcements_by_time ON announcements (office_id, made_at)",
)


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)


def downgrade() -> None:
    raise NotImplementedError("go back by restoring the copy that was made before the upgrade")
