"""The office's set-up as a line of versions; administrators; people who may not come in for now."""

from alembic import op

revision = "0018"
down_revision = "0017"

STATEMENTS = (
    "ALTER TABLE offices ADD COLUMN set_up_version INTEGER NOT NULL DEFAULT 1",
    """
    CREATE TABLE set_ups (
        office_id TEXT NOT NULL REFERENCES offices (id),
        version INTEGER NOT NULL CHECK (version > 0),
        at BIGINT NOT NULL,
        actor TEXT NOT NULL,
        text TEXT NOT NULL,
        changes TEXT NOT NULL,
        PRIMARY KEY (office_id, version)
    )
    """,
    # What is in force is the first of the line.
    (
        "INSERT INTO set_ups (office_id, version, at, actor, text, changes)"
        " SELECT id, 1, journal_at, 'administrator', set_up, '[]' FROM offices"
    ),
    # The roles' CHECK can't be widened in place; sign_ins refers to users, so both are made anew.
    """
    CREATE TABLE users_now (
        office_id TEXT NOT NULL REFERENCES offices (id),
        name TEXT NOT NULL,
        display_name TEXT NOT NULL,
        role TEXT NOT NULL CHECK (role IN ('clerk', 'manager', 'administrator')),
        password_hash TEXT NOT NULL,
        is_disabled INTEGER NOT NULL DEFAULT 0 CHECK (is_disabled IN (0, 1)),
        PRIMARY KEY (office_id, name)
    )
    """,
    (
        "INSERT INTO users_now (office_id, name, display_name, role, password_hash)"
        " SELECT office_id, name, display_name, role, password_hash FROM users"
    ),
    # Everybody signs in once more: easier than carrying the rows over a table that changes its name.
    "DROP TABLE sign_ins",
    "DROP TABLE users",
    "ALTER TABLE users_now RENAME TO users",
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
)


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)


def downgrade() -> None:
    raise NotImplementedError("go back by restoring the copy that was made before the upgrade")
