"""The manager's message on the walls, one text for each language."""

from alembic import op

revision = "0016"
down_revision = "0015"


def upgrade() -> None:
    op.execute(
        """
        CREATE TABLE messages (
            office_id TEXT NOT NULL REFERENCES offices (id),
            language TEXT NOT NULL,
            text TEXT NOT NULL,
            PRIMARY KEY (office_id, language)
        )
        """
    )


def downgrade() -> None:
    raise NotImplementedError("go back by restoring the copy that was made before the upgrade")
