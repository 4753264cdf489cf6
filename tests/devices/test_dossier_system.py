"""Asking the office's dossier system, which may be slow, wrong or gone."""

import asyncio
import logging
from collections.abc import AsyncIterator
from datetime import date

import pytest

from queue_server.devices.dossier_system import DossierSystem
from queue_server.domain.dossier import Dossier
from tests.standins.dossier_system import SECRET, DossierSystemStandIn, Mood

CODE = "H29.20-261124-0012"


@pytest.fixture
async def standin() -> AsyncIterator[DossierSystemStandIn]:
    async with DossierSystemStandIn() as standin:
        standin.known[CODE] = {"state": "not_ready", "expected": "2026-12-01"}
        yield standin


@pytest.fixture
async def system(standin: DossierSystemStandIn) -> AsyncIterator[DossierSystem]:
    system = DossierSystem(standin.url, SECRET, "phuong-thu")
    yield system
    await system.close()


async def test_a_signed_question_is_answered_and_asked_once(
    system: DossierSystem, standin: DossierSystemStandIn
) -> None:
    expected = Dossier(CODE, "not_ready", date(2026, 12, 1))
    assert [await system.ask(CODE), await system.ask(CODE)] == [expected, expected]
    assert standin.asked == [{"office": "phuong-thu", "dossier": CODE}]


async def test_a_question_with_another_secret_is_not_answered(standin: DossierSystemStandIn) -> None:
    stranger = DossierSystem(standin.url, "khoa-khac", "phuong-thu")
    assert await stranger.ask(CODE) == Dossier(CODE)
    await stranger.close()


@pytest.mark.parametrize("mood", ["late", "nonsense", "endless", "refusing", "hanging up"])
async def test_whatever_is_wrong_with_the_system_the_result_is_just_not_known(
    system: DossierSystem, standin: DossierSystemStandIn, mood: Mood, caplog: pytest.LogCaptureFixture
) -> None:
    standin.mood = mood
    with caplog.at_level(logging.DEBUG, "queue_server"):
        async with asyncio.timeout(10):
            assert await system.ask(CODE) == Dossier(CODE)
    assert "the dossier system gave no answer" in caplog.text
    assert CODE not in caplog.text


async def test_a_system_that_is_gone_and_one_that_there_never_was(standin: DossierSystemStandIn) -> None:
    await standin.go()
    for url in (standin.url, "", "http://", "khong-phai-dia-chi"):
        system = DossierSystem(url, SECRET, "phuong-thu")
        assert await system.ask(CODE) == Dossier(CODE)
        await system.close()
