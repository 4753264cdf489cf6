"""Keys for other programs, and the addresses that hear what happened."""

from alembic import op

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    op.execute(
        """
        CREATE TABLE api_keys (
            office_id TEXT NOT NULL REFERENCES offices (id),
            name TEXT NOT NULL,
            key_hash TEXT NOT NULL UNIQUE,
            scopes TEXT NOT NULL,
            made_at BIGINT NOT NULL,
            PRIMARY KEY (office_id, name)
        )
        """
    )
    op.execute(
        """
        CREATE TABLE webhooks (
            office_id TEXT NOT NULL REFERENCES offices (id),
            name TEXT NOT NULL,
            url TEXT NOT NULL,
            secret TEXT NOT NULL,
            position BIGINT NOT NULL CHECK (position >= 0),
            problem TEXT NOT NULL DEFAULT '',
            PRIMARY KEY (office_id, name)
        )
        """
    )


def downgrade() -> None:
    raise NotImplementedError("go back by restoring the copy that was made before the upgrade")
