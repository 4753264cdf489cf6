"""The display of one counter, the rating tablet beside it, and what the manager sees of the ratings."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.async_api import Browser, Page, expect

from tests.journeys.test_one_visit import open_page, sign_in
from tests.running_office import Client, RunningOffice, new_id
from tests.screens.axe import expect_accessible
from tests.screens.conftest import OpenScreen, set_up
from tests.screens.overflow import expect_whole

ABOVE_THE_DESK, UPRIGHT, TABLET, SMALL = (1280, 800), (800, 1280), (1024, 768), (800, 480)
COUNTER = 3
LATER = "2026-11-24T08:20:00+07:00"
LEAST = 5  # fewer ratings are not told


@pytest.fixture(scope="module")
def shared_office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningOffice]:
    """Give one office, whose counter is open; each test leaves it free."""
    running = set_up(tmp_path_factory.mktemp("rated") / "data")
    running.start()
    yield running
    running.stop()


async def counter_display(office: RunningOffice, open_screen: OpenScreen, size: tuple[int, int]) -> Page:
    page = await open_screen(f"{office.address}/counter/3#token={office.secrets['counter-3']}", size)
    await expect(page.locator(".counter-main")).to_be_visible()
    return page


async def rating_tablet(office: RunningOffice, open_screen: OpenScreen, client: Client, size: tuple[int, int]) -> Page:
    """A tablet as staff pair it: by the code that it shows."""
    page = await open_screen(f"{office.address}/display", size)
    code = await page.locator("[data-pairing]").get_attribute("data-pairing")
    await client.sign_in("manager")
    wish = {"code": code, "kind": "rating", "name": "Máy tính bảng quầy 3", "counter": COUNTER, "request_id": new_id()}
    paired = await client.http.post("/api/manager/devices", json=wish)
    assert paired.status_code == 200, paired.text
    await expect(page.locator(".tablet")).to_be_visible()
    return page


async def finish_one(client: Client, *verbs: str) -> str:
    """Take, call, and the verbs; the number."""
    code = str((await client.take("A")).json()["taken"]["code"])
    for verb in ("next", *(verbs or ("start", "finish"))):
        answer = await client.verb(COUNTER, verb)
        assert answer.status_code == 200, answer.text
    return code


async def answer(page: Page) -> None:
    """Leave no question behind for the test that follows."""
    await page.click("[data-level='5']")
    await expect(page.locator("[data-rating=thanks]")).to_be_visible()


async def levels(client: Client) -> tuple[list[int], int]:
    """How often each level was given today, and how many gave a reason."""
    await client.sign_in("manager")
    found = (await client.http.get("/api/manager/ratings?days=1")).json()
    return found["total"]["levels"], sum(reason["count"] for reason in found["reasons"])


class Seen:
    """Looks at a page: nothing that axe-core minds, nothing cut off, and a picture for people."""

    def __init__(self, page: Page, artifacts: Path, name: str, *, may_scroll: bool = False) -> None:
        self.page, self.artifacts, self.name, self.may_scroll = page, artifacts, name, may_scroll

    async def __call__(self, state: str) -> None:
        await expect_accessible(self.page)
        await expect_whole(self.page)
        assert self.may_scroll or await self.page.evaluate("document.documentElement.scrollHeight <= innerHeight")
        await self.page.screenshot(path=self.artifacts / f"{self.name}-{state}.png")


@pytest.mark.parametrize("size", [ABOVE_THE_DESK, UPRIGHT], ids=["landscape", "portrait"])
async def test_a_counter_s_display_shows_each_state_and_takes_one_rating(
    shared_office: RunningOffice, open_screen: OpenScreen, artifacts: Path, size: tuple[int, int]
) -> None:
    page = await counter_display(shared_office, open_screen, size)
    look = Seen(page, artifacts, f"counter-{size[0]}x{size[1]}")
    async with shared_office.client() as client:
        await client.sign_in("clerk")
        await client.verb(COUNTER, "close")
        await expect(page.locator("[data-counter-state=closed]")).to_be_visible()
        await look("closed")
        await client.verb(COUNTER, "open")
        await client.verb(COUNTER, "pause")
        await expect(page.locator("[data-counter-state=paused]")).to_be_visible()
        await look("break")
        await client.verb(COUNTER, "unpause")
        await expect(page.locator("[data-counter-state=open]")).to_be_visible()
        await look("open")
        before, reasons_before = await levels(client)
        await client.sign_in("clerk")
        code = await finish_one(client, "recall")
        await expect(page.locator(f"[data-code={code}][data-state=called]")).to_be_visible()
        await look("called")
        await client.verb(COUNTER, "start")
        await expect(page.locator("[data-state=serving]")).to_be_visible()
        await look("serving")
        await client.verb(COUNTER, "finish")
        await expect(page.locator("[data-rating=level]")).to_be_visible()
        await look("question")
        # The next citizen sees their number while the one before still rates.
        following = await finish_one(client, "recall")
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
        after, reasons_after = await levels(client)
        assert [now - then for now, then in zip(after, before, strict=True)] == [0, 1, 0, 0, 0]
        assert reasons_after == reasons_before + 1
        await client.sign_in("clerk")
        for verb in ("start", "finish"):
            await client.verb(COUNTER, verb)
        await answer(page)


@pytest.mark.parametrize("size", [TABLET, UPRIGHT, SMALL], ids=["across", "upright", "small"])
async def test_a_tablet_rests_asks_with_large_faces_and_shows_it_when_it_is_cut_off(
    shared_office: RunningOffice, open_screen: OpenScreen, artifacts: Path, size: tuple[int, int]
) -> None:
    async with shared_office.client() as client:
        page = await rating_tablet(shared_office, open_screen, client, size)
        look = Seen(page, artifacts, f"tablet-{size[0]}x{size[1]}")
        await client.sign_in("clerk")
        await client.verb(COUNTER, "open")
        before, _ = await levels(client)
        await expect(page.locator(".tablet .idle")).to_be_visible()
        await expect(page.locator(".tablet .idle")).to_contain_text("đánh giá")
        await look("idle")
        await client.sign_in("clerk")
        await finish_one(client)
        await expect(page.locator("[data-rating=level]")).to_be_visible()
        await expect(page.locator(".tablet .idle")).to_be_hidden()
        # In both languages of the office at once.
        await expect(page.locator("[data-level='5']")).to_contain_text("Rất hài lòng")
        await expect(page.locator("[data-level='5'] [lang=en]")).to_have_text("Very satisfied")
        sides = await page.locator(".level").evaluate_all(
            "all => all.flatMap((one) => [one.getBoundingClientRect().width, one.getBoundingClientRect().height])"
        )
        assert len(sides) == 10
        assert min(sides) >= 20 / 25.4 * 96  # 20 mm in CSS pixels
        await look("question")
        await page.click("[data-level='1']")
        await expect(page.locator("[data-rating=reason]")).to_be_visible()
        await look("reasons")
        await page.click("[data-reason='']")
        await expect(page.locator("[data-rating=thanks]")).to_be_visible()
        await look("thanks")
        await expect(page.locator(".tablet .idle")).to_be_visible(timeout=10_000)
        after, _ = await levels(client)
        assert [now - then for now, then in zip(after, before, strict=True)] == [1, 0, 0, 0, 0]
        await client.sign_in("clerk")
        await finish_one(client)
        await expect(page.locator("[data-rating=level]")).to_be_visible()
    if size == TABLET:
        shared_office.kill()
        await expect(page.locator(".connection-bar")).to_be_visible()
        await look("cut-off")
        shared_office.start(LATER)
        await expect(page.locator(".connection-bar")).to_have_count(0, timeout=20_000)
        # Twenty minutes later nobody is asked any more.
        await expect(page.locator(".tablet .idle")).to_be_visible()
    else:
        await answer(page)


async def test_the_question_is_gone_after_half_a_minute_and_a_low_level_without_reason_still_counts(
    shared_office: RunningOffice, open_screen: OpenScreen
) -> None:
    page = await open_screen("about:blank", ABOVE_THE_DESK)
    await page.clock.install()
    await page.goto(f"{shared_office.address}/counter/3#token={shared_office.secrets['counter-3']}")
    async with shared_office.client() as client:
        await client.sign_in("clerk")
        await client.verb(COUNTER, "open")
        await finish_one(client)
        await expect(page.locator("[data-rating=level]")).to_be_visible()
        before, _ = await levels(client)
        await page.click("[data-level='1']")
        await expect(page.locator("[data-rating=reason]")).to_be_visible()
        await page.clock.fast_forward(31_000)
        await expect(page.locator("[data-rating=thanks]")).to_be_visible()
        await client.sign_in("clerk")
        await finish_one(client)
        await expect(page.locator("[data-rating=level]")).to_be_visible(timeout=15_000)
        await page.clock.fast_forward(31_000)
        await expect(page.locator("[data-rating]")).to_have_count(0)
        after, _ = await levels(client)
    assert [now - then for now, then in zip(after, before, strict=True)] == [1, 0, 0, 0, 0]


async def test_the_manager_sees_sums_once_there_are_enough_and_never_who_rated(
    office: RunningOffice, open_screen: OpenScreen, chromium: Browser, artifacts: Path
) -> None:
    manager = await open_page(chromium, office, "/manager#ratings")
    await sign_in(manager, office, "manager")
    look = Seen(manager, artifacts, "manager-ratings", may_scroll=True)
    await expect(manager.locator("[data-ratings=none]")).to_be_visible()
    await look("none")
    display = await counter_display(office, open_screen, ABOVE_THE_DESK)
    async with office.client() as client:
        await client.sign_in("clerk")
        await client.verb(COUNTER, "open")
        for n in range(LEAST):
            await finish_one(client)
            await display.locator("[data-rating=level] [data-level='4']" if n else "[data-level='1']").click()
            if n == 0:
                await display.locator("[data-reason=cho-lau]").click()
            if n == LEAST - 2:
                await expect(display.locator("[data-rating=thanks]")).to_be_visible()
                await manager.click("[data-days='7']")
                await expect(manager.locator("[data-rated=all] [data-count]")).to_have_text(str(LEAST - 1))
                await expect(manager.locator("tr[data-service=A]")).to_contain_text(f"Chưa đủ {LEAST}")
                await manager.screenshot(path=artifacts / "manager-ratings-few.png")
        await expect(display.locator("[data-rating=thanks]")).to_be_visible()
    await manager.click("[data-days='1']")
    await expect(manager.locator("tr[data-service=A] [data-count]")).to_have_text(str(LEAST))
    await expect(manager.locator("tr[data-service=A] [data-mean]")).to_have_text("3,4")
    await expect(manager.locator(f"tr[data-counter='{COUNTER}'] [data-count]")).to_have_text(str(LEAST))
    await expect(manager.locator("tr", has_text="Chờ quá lâu")).to_contain_text("1")
    await look("vi")
    await manager.click("[data-action=language]")
    await expect(manager.locator("tr[data-service=A] [data-mean]")).to_have_text("3.4")
    await look("en")
    await manager.set_viewport_size({"width": 1024, "height": 768})
    await look("en-narrow")
    text = str(office.rows("SELECT * FROM journal WHERE event = 'rated'"))
    assert "clerk" not in text
    assert "A00" not in text
