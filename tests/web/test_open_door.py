"""The open door: what a key opens and what it does not, the public board, and the API's own description."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import httpx2
import pytest
from openapi_spec_validator import validate
from starlette.routing import Route

from queue_server.web.attempts import TooManyAttempts
from queue_server.web.openapi import document, operations_text
from queue_server.web.rates import Rate
from queue_server.web.routes import routes
from tests.running_office import RunningOffice, new_id, refusal


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningOffice]:
    """Give the starter office with a public board."""
    data = tmp_path_factory.mktemp("open") / "data"
    running = RunningOffice(data)
    running.start()
    file = data / "office.toml"
    running.stop()
    file.write_text(file.read_text("utf-8").replace("# public_board = false", "public_board = true"), "utf-8")
    running.start()
    yield running
    running.stop()


def xephang(office: RunningOffice, *arguments: str) -> str:
    command = [sys.executable, "-m", "queue_server", *arguments[:2], "--data", str(office.data), *arguments[2:]]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()


async def ask(office: RunningOffice, path: str, key: str = "", body: dict[str, Any] | None = None) -> httpx2.Response:
    headers = {"Authorization": f"Bearer {key}"} if key else {}
    async with office.client() as client:
        if body is None:
            return await client.http.get(path, headers=headers)
        return await client.http.post(path, json=body, headers=headers)


async def test_a_key_opens_what_its_scopes_say_until_it_is_revoked(opened: RunningOffice) -> None:
    key = xephang(opened, "key", "add", "app", "--scope", "issue")
    wish = {"service": "A", "request_id": new_id()}
    taken = (await ask(opened, "/api/tickets", key, wish)).json()
    assert taken["code"].startswith("A")
    assert (await ask(opened, "/api/tickets", key, wish)).json() == taken
    assert refusal(await ask(opened, "/api/manager/today", key)) == "out_of_scope"
    assert refusal(await ask(opened, "/api/tickets", "xh_guessed", wish)) == "unknown_key"
    assert opened.rows(f"SELECT actor FROM journal WHERE body LIKE '%{taken['ticket']}%'") == [("key:app",)]
    assert xephang(opened, "key", "list") == "app\tissue"
    xephang(opened, "key", "revoke", "app")
    assert refusal(await ask(opened, "/api/tickets", key, {**wish, "request_id": new_id()})) == "unknown_key"


async def test_a_key_reads_today_s_figures_and_the_database_does_not_hold_it(opened: RunningOffice) -> None:
    key = xephang(opened, "key", "add", "report", "--scope", "read:statistics", "--scope", "read:board")
    assert (await ask(opened, "/api/manager/today", key)).json()["screen"] == "manager"
    assert (await ask(opened, "/api/public/board", key)).status_code == 200
    assert key.encode() not in (opened.data / "office.sqlite").read_bytes()


async def test_any_web_page_may_show_the_public_board(opened: RunningOffice) -> None:
    answer = await ask(opened, "/api/public/board")
    board = answer.json()
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert answer.headers["Cache-Control"] == "public, max-age=5"
    assert {service["id"] for service in board["services"]} == {"A", "B", "C", "L"}
    assert board["counters"][0] == {"number": 1, "name": "Tư pháp 1", "state": "closed", "code": None}


async def test_a_board_that_is_not_made_public_is_not_there(office: RunningOffice) -> None:
    assert (await ask(office, "/api/public/board")).status_code == 404


def test_who_asks_too_often_waits_and_the_others_do_not() -> None:
    rate = Rate(2, 60)
    for who in ("a", "a", "b"):
        rate.count(who)
    with pytest.raises(TooManyAttempts, match="too_many_requests"):
        rate.count("a")
    rate.count("b")


async def test_the_description_of_the_api_is_served_and_valid(opened: RunningOffice) -> None:
    described = (await ask(opened, "/api/openapi.json")).json()
    validate(described)
    take = described["paths"]["/api/kiosk/tickets"]["post"]
    assert take["requestBody"]["content"]["application/json"]["schema"]["$ref"].endswith("/TakeTicket")
    assert "/api/counters/{number}/transfer" in described["paths"]
    table = described["paths"]["/api/manager/reports/export.csv"]["get"]
    assert list(table["responses"]["200"]["content"]) == ["text/csv"]
    assert described["components"]["schemas"]["TakeTicket"]["required"] == ["request_id", "service"]


def test_every_address_says_in_its_first_line_what_it_takes_and_gives() -> None:
    api = [route for route in routes() if isinstance(route, Route) and route.path.startswith("/api/")]
    silent = [route for route in api if operations_text(route).partition(" ")[0] not in (route.methods or set())]
    assert silent == []


def test_every_shape_that_a_first_line_names_is_described() -> None:
    described = document(routes())
    schemas = described["components"]["schemas"]
    named = [operation for path in described["paths"].values() for operation in path.values()]
    assert len(named) > 30
    assert {"TakeTicket", "TicketAnswer", "PhoneView", "Refused", "WebhookEvent", "PublicBoard"} <= schemas.keys()
