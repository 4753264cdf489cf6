"""Appointments: promised seats of slots, and tickets that keep one."""

from alembic import op

revision = "0013"
down_revision = "0012"

TABLE = """
    CREATE TABLE appointments (
        office_id TEXT NOT NULL,
        id TEXT NOT NULL,
        service_id TEXT NOT NULL,
        business_day TEXT NOT NULL,
        slot_at BIGINT NOT NULL,
        seat INTEGER CHECK (seat > 0),
        code TEXT NOT NULL,
        token TEXT NOT NULL UNIQUE,
        booked_at BIGINT NOT NULL,
        booked_by TEXT NOT NULL CHECK (booked_by IN ('clerk', 'phone')),
        state TEXT NOT NULL CHECK (state IN ('booked', 'checked_in', 'cancelled', 'missed')),
        ticket_id TEXT,
        ended_at BIGINT,
        PRIMARY KEY (office_id, id),
        UNIQUE (office_id, code),
        UNIQUE (office_id, service_id, slot_at, seat),
        UNIQUE (office_id, ticket_id),
        FOREIGN KEY (office_id, service_id) REFERENCES services (office_id, id),
        FOREIGN KEY (office_id, ticket_id) REFERENCES tickets (office_id, id),
        CHECK ((state = 'cancelled') = (seat IS NULL)),
        CHECK ((state = 'checked_in') = (ticket_id IS NOT NULL)),
        CHECK ((state = 'booked') = (ended_at IS NULL))
    )
"""
OLD_CHANNELS = "CHECK (channel IN ('kiosk', 'phone', 'clerk'))"
NEW_CHANNELS = "CHECK (channel IN ('kiosk', 'phone', 'clerk', 'appointment'))"


def upgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        _widen_channels()
    else:
        op.execute("ALTER TABLE tickets DROP CONSTRAINT tickets_channel_check")
        op.execute(f"ALTER TABLE tickets ADD {NEW_CHANNELS}")
    op.execute("ALTER TABLE tickets ADD COLUMN slot_at BIGINT")
    op.execute(TABLE)
    op.execute("CREATE INDEX appointments_by_day ON appointments (office_id, business_day)")


def _widen_channels() -> None:
    # SQLite can't alter a CHECK: the table is made anew from its own text, whatever columns it has by now.
    # Foreign keys are not enforced on this connection, and those of other tables keep pointing at the name.
    text = op.get_bind().exec_driver_sql("SELECT sql FROM sqlite_master WHERE name = 'tickets'").scalar_one()
    if OLD_CHANNELS not in text:
        raise RuntimeError("the tickets table has not the expected channels")
    indexes = op.get_bind().exec_driver_sql(
        "SELECT sql FROM sqlite_master WHERE type = 'index' AND tbl_name = 'tickets' AND sql IS NOT NULL"
    )
    again = [sql for (sql,) in indexes.all()]
    wider = text.replace(OLD_CHANNELS, NEW_CHANNELS).replace("CREATE TABLE tickets", "CREATE TABLE wider_tickets", 1)
    if "CREATE TABLE wider_tickets" not in wider:
        raise RuntimeError("the tickets table is written in an unexpected way")
    for statement in (
        wider,
        "INSERT INTO wider_tickets SELECT * FROM tickets",
        "DROP TABLE tickets",
        "ALTER TABLE wider_tickets RENAME TO tickets",
        *again,
    ):
        op.execute(statement)


def downgrade() -> None:
    raise NotImplementedError("go back by restoring the copy that was made before the upgrade")
