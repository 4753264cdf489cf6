"""Screens of more kinds than kiosk and wall, how each looks, and when each was last seen."""

from alembic import op

revision = "0004"
down_revision = "0003"

# SQLite can't change a CHECK in place: the table is made anew and the paired devices are carried over.
STATEMENTS = (
    """
    CREATE TABLE devices_now (
        office_id TEXT NOT NULL REFERENCES offices (id),
        id TEXT NOT NULL,
        kind TEXT NOT NULL CHECK (kind IN ('kiosk', 'display', 'counter', 'rating', 'speaker')),
        zone_id TEXT,
        counter INTEGER,
        name TEXT NOT NULL,
        theme TEXT NOT NULL DEFAULT 'dark' CHECK (theme IN ('dark', 'light')),
        extras INTEGER NOT NULL DEFAULT 1 CHECK (extras IN (0, 1)),
        token_hash TEXT NOT NULL UNIQUE,
        paired_at BIGINT NOT NULL,
        seen_at BIGINT,
        version TEXT NOT NULL DEFAULT '',
        PRIMARY KEY (office_id, id),
        FOREIGN KEY (office_id, zone_id) REFERENCES zones (office_id, id),
        FOREIGN KEY (office_id, counter) REFERENCES counters (office_id, number),
        CHECK ((kind IN ('display', 'speaker')) = (zone_id IS NOT NULL)),
        CHECK ((kind IN ('counter', 'rating')) = (counter IS NOT NULL))
    )
    """,
    (
        "INSERT INTO devices_now (office_id, id, kind, zone_id, name, token_hash, paired_at)"
        " SELECT office_id, id, kind, zone_id, name, token_hash, paired_at FROM devices"
    ),
    "DROP TABLE devices",
    "ALTER TABLE devices_now RENAME TO devices",
)


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)


def downgrade() -> None:
    raise NotImplementedError("go back by restoring the copy that was made before the upgrade")
