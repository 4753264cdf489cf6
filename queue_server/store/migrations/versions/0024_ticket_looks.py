"""How tickets looked: templates and logos in a line of versions, as set-ups are."""

from alembic import op

revision = "0024"
down_revision = "0023"

STATEMENTS = (
    # A template that is NULL is the built-in one; a logo is a PNG in base64, NULL for none.
    """
    CREATE TABLE ticket_looks (
        office_id TEXT NOT NULL REFERENCES offices (id),
        version INTEGER NOT NULL CHECK (version > 0),
        at BIGINT NOT NULL,
        actor TEXT NOT NULL,
        template TEXT,
        logo TEXT,
        PRIMARY KEY (office_id, version)
    )
    """,
)


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)


def downgrade() -> None:
    raise NotImplementedError("go back by restoring the copy that was made before the upgrade")
