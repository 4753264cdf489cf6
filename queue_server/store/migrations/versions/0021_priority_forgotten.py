"""Find the priority classes of days that are over without reading every ticket: they are forgotten with the day."""

from alembic import op

revision = "0021"
down_revision = "0020"


def upgrade() -> None:
    op.execute("CREATE INDEX priority_by_day ON tickets (office_id, business_day) WHERE priority IS NOT NULL")


def downgrade() -> None:
    raise NotImplementedError("go back by restoring the copy that was made before the upgrade")
