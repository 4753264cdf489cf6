"""Pack the figures that are kept of closed days, months and years: a tenth of what they took as JSON."""

from calendar import monthrange
from datetime import date

import msgspec
from alembic import op
from sqlalchemy import text

from queue_server.domain.figures import Figures
from queue_server.store.packing import packed

revision = "0023"
down_revision = "0022"

_FIGURES = "(kind LIKE 'figures:%' OR kind LIKE 'month:%' OR kind LIKE 'year:%')"
_decode = msgspec.json.Decoder(dict[str, Figures]).decode


def upgrade() -> None:
    db = op.get_bind()
    rows = db.execute(text(f"SELECT office_id, business_day, kind, body FROM day_summaries WHERE {_FIGURES}")).all()
    kinds: dict[tuple[str, str, str, str], dict[str, dict[str, Figures]]] = {}
    for office_id, day, of, body in rows:
        step, _, kind = of.partition(":")
        row = "counter_clerk" if kind in ("counter", "clerk") else kind
        kinds.setdefault((office_id, day, step, row), {})[kind] = _decode(body)
    db.execute(text(f"DELETE FROM day_summaries WHERE {_FIGURES}"))
    for (office_id, day, step, row), found in kinds.items():
        body = packed(found, _last(step, date.fromisoformat(day)))
        values = {"office_id": office_id, "day": day, "kind": f"{step}:{row}", "body": body}
        db.execute(text("INSERT INTO day_summaries VALUES (:office_id, :day, :kind, :body)"), values)


def downgrade() -> None:
    raise NotImplementedError("go back by restoring the copy that was made before the upgrade")


def _last(step: str, first: date) -> date:
    if step == "year":
        return date(first.year, 12, 31)
    return first.replace(day=monthrange(first.year, first.month)[1]) if step == "month" else first
