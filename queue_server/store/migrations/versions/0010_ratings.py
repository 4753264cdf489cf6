"""How satisfied people were: counts alone, and the one rating that a counter's display may take at a time."""

from alembic import op

revision = "0010"
down_revision = "0009"

STATEMENTS = (
    # The token is spent with the rating; no ticket stands beside it.
    """
    CREATE TABLE rating_questions (
        office_id TEXT NOT NULL,
        counter INTEGER NOT NULL,
        service_id TEXT NOT NULL,
        token TEXT NOT NULL UNIQUE,
        asked_at BIGINT NOT NULL,
        PRIMARY KEY (office_id, counter),
        FOREIGN KEY (office_id, counter) REFERENCES counters (office_id, number),
        FOREIGN KEY (office_id, service_id) REFERENCES services (office_id, id)
    )
    """,
    # Sums of a day: no row is one person's, and none has a time that could be laid beside a turn's.
    """
    CREATE TABLE ratings (
        office_id TEXT NOT NULL,
        business_day TEXT NOT NULL,
        counter INTEGER NOT NULL,
        service_id TEXT NOT NULL,
        level INTEGER NOT NULL CHECK (level BETWEEN 1 AND 5),
        reason TEXT NOT NULL DEFAULT '',
        given INTEGER NOT NULL CHECK (given > 0),
        PRIMARY KEY (office_id, business_day, counter, service_id, level, reason),
        FOREIGN KEY (office_id, counter) REFERENCES counters (office_id, number),
        FOREIGN KEY (office_id, service_id) REFERENCES services (office_id, id),
        CHECK (reason = '' OR level <= 2)
    )
    """,
)


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)


def downgrade() -> None:
    raise NotImplementedError("go back by restoring the copy that was made before the upgrade")
