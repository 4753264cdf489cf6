"""Read the journal of one day, and the set-up that was in force, without walking through years of it."""

from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    op.execute("CREATE INDEX journal_by_time ON journal (office_id, at, seq)")
    op.execute("CREATE INDEX set_ups_in_journal ON journal (office_id, seq) WHERE event = 'office_set_up'")


def downgrade() -> None:
    raise NotImplementedError("go back by restoring the copy that was made before the upgrade")
