"""The display of one counter and the rating tablet: number, state, and the question after a service."""

from pathlib import Path

import pytest
from playwright.async_api import Page, expect

from tests.running_office import Client, RunningOffice
from tests.screens.axe import expect_accessible
from tests.screens.conftest import OpenScreen

ABOVE_THE_DESK, TABLET = (1280, 800), (800, 1280)


async def counter_display(office: RunningOffice, open_screen: OpenScreen, size: tuple[int, int]) -> Page:
    page = await open_screen(f"{office.address}/counter/3#token={office.secrets['counter-3']}", size)
    await expect(page.locator(".counter-main")).to_be_visible()
    return page


async def call_one(client: Client, *verbs: str) -> str:
    code = str((await client.take("A")).json()["taken"]["code"])
    for verb in ("next", *verbs):
        answer = await client.verb(3, verb)
        assert answer.status_code == 200, answer.text
    return code


async def nothing_is_cut(page: Page) -> None:
    """No text runs out of its box, and nothing out of the screen."""
    cut = await page.evaluate(
        """() => [...document.querySelectorAll("button, .state, .code, h1, h2, .thanks")].filter((one) =>
             one.scrollWidth > one.clientWidth + 1 || one.getBoundingClientRect().right > innerWidth + 1
             || one.getBoundingClientRect().bottom > innerHeight + 1).map((one) => one.textContent)"""
    )
    assert cut == []


@pytest.mark.parametrize("size", [ABOVE_THE_DESK, TABLET], ids=["landscape", "portrait"])
async def test_a_counter_s_display_shows_each_state_and_takes_one_rating(
    office: RunningOffice, open_screen: OpenScreen, artifacts: Path, size: tuple[int, int]
) -> None:
    page = await counter_display(office, open_screen, size)
    name = f"counter-{size[0]}x{size[1]}"

    async def look(state: str) -> None:
        await expect_accessible(page)
        await nothing_is_cut(page)
        await page.screenshot(path=artifacts / f"{name}-{state}.png")

    await expect(page.locator("[data-counter-state=closed]")).to_be_visible()
    await look("closed")
    async with office.client() as client:
        await client.sign_in("clerk")
        await client.verb(3, "open")
        await expect(page.locator("[data-counter-state=open]")).to_be_visible()
        await look("open")
        code = await call_one(client)
        await expect(page.locator(f"[data-code={code}][data-state=called]")).to_be_visible()
        await look("called")
        await client.verb(3, "start")
        await expect(page.locator("[data-state=serving]")).to_be_visible()
        await client.verb(3, "finish")
        await expect(page.locator("[data-rating=level]")).to_be_visible()
        await look("question")
        # The next citizen sees their number while the one before still rates.
        following = await call_one(client)
        await expect(page.locator(f"[data-code={following}]")).to_be_visible()
        await expect(page.locator("[data-rating=level]")).to_be_visible()
        await look("question-and-next")
        await page.click("[data-level='2']")
        await expect(page.locator("[data-rating=reason]")).to_be_visible()
        await look("reasons")
        await page.click("[data-reason=cho-lau]")
        await expect(page.locator("[data-rating=thanks]")).to_be_visible()
        await look("thanks")
        await expect(page.locator("[data-rating]")).to_have_count(0, timeout=10_000)
        await client.sign_in("manager")
        found = (await client.http.get("/api/manager/ratings?days=1")).json()
        assert found["total"]["levels"] == [0, 1, 0, 0, 0]
        assert found["reasons"][0]["count"] == 1


async def test_the_faces_are_large_enough_for_a_finger(office: RunningOffice, open_screen: OpenScreen) -> None:
    page = await counter_display(office, open_screen, (800, 480))
    async with office.client() as client:
        await client.sign_in("clerk")
        await client.verb(3, "open")
        await call_one(client, "start", "finish")
    await expect(page.locator("[data-rating=level]")).to_be_visible()
    await nothing_is_cut(page)
    sides = await page.locator(".level").evaluate_all(
        "all => all.flatMap((one) => [one.getBoundingClientRect().width, one.getBoundingClientRect().height])"
    )
    assert len(sides) == 10
    assert min(sides) >= 20 / 25.4 * 96  # 20 mm in CSS pixels


async def test_the_question_is_gone_after_half_a_minute_and_a_low_level_without_reason_still_counts(
    office: RunningOffice, open_screen: OpenScreen
) -> None:
    page = await open_screen("about:blank", ABOVE_THE_DESK)
    await page.clock.install()
    await page.goto(f"{office.address}/counter/3#token={office.secrets['counter-3']}")
    async with office.client() as client:
        await client.sign_in("clerk")
        await client.verb(3, "open")
        await call_one(client, "start", "finish")
        await expect(page.locator("[data-rating=level]")).to_be_visible()
        await page.click("[data-level='1']")
        await expect(page.locator("[data-rating=reason]")).to_be_visible()
        await page.clock.fast_forward(31_000)
        await expect(page.locator("[data-rating=thanks]")).to_be_visible()
        await call_one(client, "start", "finish")
        await expect(page.locator("[data-rating=level]")).to_be_visible(timeout=15_000)
        await page.clock.fast_forward(31_000)
        await expect(page.locator("[data-rating]")).to_have_count(0)
        await client.sign_in("manager")
        found = (await client.http.get("/api/manager/ratings?days=1")).json()
    assert found["total"]["levels"] == [1, 0, 0, 0, 0]
