"""A loudspeaker without a screen is a device of a zone, as a display is."""

from alembic import op

revision = "0002"
down_revision = "0001"

# SQLite cannot change a constraint: the table is made anew, with the same rows.
STATEMENTS = (
    """
    CREATE TABLE devices_with_speakers (
        office_id TEXT NOT NULL REFERENCES offices (id),
        id TEXT NOT NULL,
        kind TEXT NOT NULL CHECK (kind IN ('kiosk', 'display', 'speaker')),
        zone_id TEXT,
        name TEXT NOT NULL,
        token_hash TEXT NOT NULL UNIQUE,
        paired_at BIGINT NOT NULL,
        PRIMARY KEY (office_id, id),
        FOREIGN KEY (office_id, zone_id) REFERENCES zones (office_id, id),
        CHECK ((kind = 'kiosk') = (zone_id IS NULL))
    )
    """,
    """
    INSERT INTO devices_with_speakers (office_id, id, kind, zone_id, name, token_hash, paired_at)
    SELECT office_id, id, kind, zone_id, name, token_hash, paired_at FROM devices
    """,
    "DROP TABLE devices",
    "ALTER TABLE devices_with_speakers RENAME TO devices",
)


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)


def downgrade() -> None:
    raise NotImplementedError("go back by restoring the copy that was made before the upgrade")
