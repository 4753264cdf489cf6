"""Ratings: the question that a counter's display asks, and how many answers of each kind a day had."""

from __future__ import annotations

from datetime import date
from sqlite3 import Connection, Row

from queue_server.domain.moments import micros, moment
from queue_server.domain.rating import Given, Question


def ask(db: Connection, office_id: str, question: Question) -> None:
    """Let the counter ask; an older question of the counter's is gone."""
    db.execute(
        "INSERT INTO rating_questions (office_id, counter, service_id, token, asked_at)"
        " VALUES (:office_id, :counter, :service_id, :token, :asked_at)"
        " ON CONFLICT (office_id, counter) DO UPDATE SET service_id = excluded.service_id, token = excluded.token,"
        " asked_at = excluded.asked_at",
        {
            "office_id": office_id,
            "counter": question.counter,
            "service_id": question.service_id,
            "token": question.token,
            "asked_at": micros(question.asked_at),
        },
    )


def question_at(db: Connection, office_id: str, counter: int) -> Question | None:
    """The counter's question that nobody has answered yet, however old."""
    row = db.execute(
        "SELECT * FROM rating_questions WHERE office_id = :office_id AND counter = :counter",
        {"office_id": office_id, "counter": counter},
    ).fetchone()
    return None if row is None else _question(row)


def withdraw(db: Connection, office_id: str, counter: int) -> None:
    """The question is answered, or was asked too early."""
    db.execute(
        "DELETE FROM rating_questions WHERE office_id = :office_id AND counter = :counter",
        {"office_id": office_id, "counter": counter},
    )


def add(db: Connection, office_id: str, day: date, given: Given) -> None:
    """Count ratings with those of the day that are like them."""
    db.execute(
        "INSERT INTO ratings (office_id, business_day, counter, service_id, level, reason, given)"
        " VALUES (:office_id, :day, :counter, :service_id, :level, :reason, :given)"
        " ON CONFLICT (office_id, business_day, counter, service_id, level, reason)"
        " DO UPDATE SET given = ratings.given + excluded.given",
        {
            "office_id": office_id,
            "day": day.isoformat(),
            "counter": given.counter,
            "service_id": given.service_id,
            "level": given.level,
            "reason": given.reason,
            "given": given.given,
        },
    )


def since(db: Connection, office_id: str, day: date) -> list[Given]:
    """All ratings from a business day on, summed over the days."""
    rows = db.execute(
        "SELECT counter, service_id, level, reason, SUM(given) AS given FROM ratings"
        " WHERE office_id = :office_id AND business_day >= :day GROUP BY counter, service_id, level, reason",
        {"office_id": office_id, "day": day.isoformat()},
    )
    return [Given(row["counter"], row["service_id"], row["level"], row["reason"], int(row["given"])) for row in rows]


def levels(db: Connection, office_id: str, first: date, last: date) -> dict[int, int]:
    """How many ratings of each level the days from `first` to `last` had, both included."""
    rows = db.execute(
        "SELECT level, SUM(given) AS given FROM ratings WHERE office_id = :office_id"
        " AND business_day BETWEEN :first AND :last GROUP BY level",
        {"office_id": office_id, "first": first.isoformat(), "last": last.isoformat()},
    )
    return {row["level"]: int(row["given"]) for row in rows}


def _question(row: Row) -> Question:
    return Question(row["counter"], row["service_id"], row["token"], moment(row["asked_at"]))
