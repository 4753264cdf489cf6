"""Numbers taken from phones, counted for a day."""

from alembic import op

revision = "0014"
down_revision = "0013"


def upgrade() -> None:
    op.execute(
        """
        CREATE TABLE phone_numbers (
            office_id TEXT NOT NULL,
            business_day TEXT NOT NULL,
            phone_hash TEXT NOT NULL,
            ticket_id TEXT NOT NULL,
            PRIMARY KEY (office_id, business_day, phone_hash, ticket_id),
            FOREIGN KEY (office_id, ticket_id) REFERENCES tickets (office_id, id)
        )
        """
    )


def downgrade() -> None:
    raise NotImplementedError("go back by restoring the copy that was made before the upgrade")
