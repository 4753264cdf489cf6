"""First tables: office, queue, journal, people and devices. Constraints say the domain's invariants again."""

from alembic import op

revision = "0001"
down_revision = None

# Times are BIGINT microseconds since the epoch, UTC; lengths (`_us`) are microseconds.
TABLES = (
    """
    CREATE TABLE offices (
        id TEXT PRIMARY KEY,
        set_up TEXT NOT NULL,
        journal_seq BIGINT NOT NULL DEFAULT 0 CHECK (journal_seq >= 0),
        journal_hash TEXT NOT NULL,
        journal_at BIGINT NOT NULL DEFAULT 0
    )
    """,
    """
    CREATE TABLE zones (
        office_id TEXT NOT NULL REFERENCES offices (id),
        id TEXT NOT NULL,
        PRIMARY KEY (office_id, id)
    )
    """,
    """
    CREATE TABLE services (
        office_id TEXT NOT NULL REFERENCES offices (id),
        id TEXT NOT NULL,
        PRIMARY KEY (office_id, id)
    )
    """,
    """
    CREATE TABLE counters (
        office_id TEXT NOT NULL REFERENCES offices (id),
        number INTEGER NOT NULL CHECK (number > 0),
        PRIMARY KEY (office_id, number)
    )
    """,
    """
    CREATE TABLE tickets (
        office_id TEXT NOT NULL,
        id TEXT NOT NULL,
        business_day TEXT NOT NULL,
        service_id TEXT NOT NULL,
        number INTEGER NOT NULL CHECK (number > 0),
        code TEXT NOT NULL,
        token TEXT NOT NULL UNIQUE,
        issued_at BIGINT NOT NULL,
        channel TEXT NOT NULL CHECK (channel IN ('kiosk', 'phone', 'clerk')),
        priority TEXT,
        head_start_us BIGINT NOT NULL DEFAULT 0 CHECK (head_start_us >= 0),
        language TEXT NOT NULL,
        PRIMARY KEY (office_id, id),
        UNIQUE (office_id, service_id, business_day, number),
        UNIQUE (office_id, business_day, code),
        FOREIGN KEY (office_id, service_id) REFERENCES services (office_id, id)
    )
    """,
    """
    CREATE TABLE turns (
        office_id TEXT NOT NULL,
        ticket_id TEXT NOT NULL,
        n INTEGER NOT NULL CHECK (n > 0),
        business_day TEXT NOT NULL,
        issued_at BIGINT NOT NULL,
        service_id TEXT NOT NULL,
        arrived_at BIGINT NOT NULL,
        rank_at BIGINT NOT NULL,
        state TEXT NOT NULL CHECK (state IN ('waiting', 'called', 'serving', 'held', 'ended')),
        only_counter INTEGER,
        counter INTEGER,
        calls INTEGER NOT NULL DEFAULT 0 CHECK (calls >= calls_now),
        calls_now INTEGER NOT NULL DEFAULT 0 CHECK (calls_now >= 0),
        first_called_at BIGINT CHECK (first_called_at >= arrived_at),
        last_called_at BIGINT CHECK (last_called_at >= first_called_at),
        service_started_at BIGINT CHECK (service_started_at >= last_called_at),
        held_since BIGINT,
        held_us BIGINT NOT NULL DEFAULT 0 CHECK (held_us >= 0),
        ended_at BIGINT CHECK (ended_at >= arrived_at),
        outcome TEXT CHECK (outcome IN ('served', 'transferred', 'no_show', 'cancelled', 'expired')),
        PRIMARY KEY (office_id, ticket_id, n),
        FOREIGN KEY (office_id, ticket_id) REFERENCES tickets (office_id, id),
        FOREIGN KEY (office_id, service_id) REFERENCES services (office_id, id),
        FOREIGN KEY (office_id, counter) REFERENCES counters (office_id, number),
        FOREIGN KEY (office_id, only_counter) REFERENCES counters (office_id, number),
        CHECK ((state = 'ended') = (outcome IS NOT NULL)),
        CHECK ((state = 'ended') = (ended_at IS NOT NULL)),
        CHECK ((state = 'held') = (held_since IS NOT NULL)),
        CHECK (state NOT IN ('called', 'serving', 'held') OR counter IS NOT NULL),
        CHECK (state <> 'serving' OR service_started_at IS NOT NULL)
    )
    """,
    # One active ticket per counter; one open turn per ticket.
    (
        "CREATE UNIQUE INDEX one_active_ticket_per_counter ON turns (office_id, counter)"
        " WHERE state IN ('called', 'serving')"
    ),
    "CREATE UNIQUE INDEX one_open_turn_per_ticket ON turns (office_id, ticket_id) WHERE state <> 'ended'",
    (
        "CREATE INDEX waiting_by_rank ON turns (office_id, service_id, rank_at, issued_at, ticket_id)"
        " WHERE state = 'waiting'"
    ),
    "CREATE INDEX open_turns ON turns (office_id, business_day) WHERE state <> 'ended'",
    "CREATE INDEX turns_by_day ON turns (office_id, business_day)",
    "CREATE INDEX served_by_time ON turns (office_id, service_id, ended_at) WHERE outcome IN ('served', 'transferred')",
    """
    CREATE TABLE calls (
        office_id TEXT NOT NULL,
        ticket_id TEXT NOT NULL,
        turn INTEGER NOT NULL,
        n INTEGER NOT NULL CHECK (n > 0),
        counter INTEGER NOT NULL,
        called_at BIGINT NOT NULL,
        spoken_at BIGINT,
        PRIMARY KEY (office_id, ticket_id, turn, n),
        FOREIGN KEY (office_id, ticket_id, turn) REFERENCES turns (office_id, ticket_id, n),
        FOREIGN KEY (office_id, counter) REFERENCES counters (office_id, number)
    )
    """,
    "CREATE INDEX calls_by_time ON calls (office_id, called_at)",
    """
    CREATE TABLE counter_sessions (
        office_id TEXT NOT NULL,
        counter INTEGER NOT NULL,
        opened_at BIGINT NOT NULL,
        business_day TEXT NOT NULL,
        clerk TEXT NOT NULL,
        break_since BIGINT CHECK (break_since >= opened_at),
        breaks_us BIGINT NOT NULL DEFAULT 0 CHECK (breaks_us >= 0),
        closed_at BIGINT CHECK (closed_at >= opened_at),
        PRIMARY KEY (office_id, counter, opened_at),
        FOREIGN KEY (office_id, counter) REFERENCES counters (office_id, number)
    )
    """,
    "CREATE UNIQUE INDEX one_open_session_per_counter ON counter_sessions (office_id, counter) WHERE closed_at IS NULL",
    "CREATE INDEX sessions_by_day ON counter_sessions (office_id, business_day)",
    """
    CREATE TABLE requests (
        office_id TEXT NOT NULL REFERENCES offices (id),
        id TEXT NOT NULL,
        digest TEXT NOT NULL,
        answer TEXT NOT NULL,
        at BIGINT NOT NULL,
        PRIMARY KEY (office_id, id)
    )
    """,
    "CREATE INDEX requests_by_time ON requests (office_id, at)",
    """
    CREATE TABLE journal (
        office_id TEXT NOT NULL REFERENCES offices (id),
        seq BIGINT NOT NULL CHECK (seq > 0),
        at BIGINT NOT NULL,
        actor TEXT NOT NULL,
        event TEXT NOT NULL,
        body TEXT NOT NULL,
        hash TEXT NOT NULL,
        PRIMARY KEY (office_id, seq)
    )
    """,
    """
    CREATE TABLE users (
        office_id TEXT NOT NULL REFERENCES offices (id),
        name TEXT NOT NULL,
        display_name TEXT NOT NULL,
        role TEXT NOT NULL CHECK (role IN ('clerk', 'manager')),
        password_hash TEXT NOT NULL,
        PRIMARY KEY (office_id, name)
    )
    """,
    """
    CREATE TABLE sign_ins (
        token_hash TEXT PRIMARY KEY,
        office_id TEXT NOT NULL,
        user_name TEXT NOT NULL,
        role TEXT NOT NULL,
        expires_at BIGINT NOT NULL,
        FOREIGN KEY (office_id, user_name) REFERENCES users (office_id, name)
    )
    """,
    """
    CREATE TABLE devices (
        office_id TEXT NOT NULL REFERENCES offices (id),
        id TEXT NOT NULL,
        kind TEXT NOT NULL CHECK (kind IN ('kiosk', 'display')),
        zone_id TEXT,
        name TEXT NOT NULL,
        token_hash TEXT NOT NULL UNIQUE,
        paired_at BIGINT NOT NULL,
        PRIMARY KEY (office_id, id),
        FOREIGN KEY (office_id, zone_id) REFERENCES zones (office_id, id),
        CHECK ((kind = 'display') = (zone_id IS NOT NULL))
    )
    """,
)


def upgrade() -> None:
    for statement in TABLES:
        op.execute(statement)


def downgrade() -> None:
    raise NotImplementedError("go back by restoring the copy that was made before the upgrade")
