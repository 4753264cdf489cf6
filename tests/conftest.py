"""What tests of every layer share. What belongs to one layer stands in that layer's folder."""

import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Protocol

import hypothesis
import pytest
from playwright.async_api import Browser, async_playwright

# No test asserts a time: how long an example takes is the machine's business.
hypothesis.settings.register_profile("no deadline", deadline=None)
hypothesis.settings.load_profile("no deadline")

ROOT = Path(__file__).resolve().parent.parent
CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome")
CHROMIUM_ARGUMENTS = (
    "--no-sandbox",  # Chromium's sandbox refuses to start as root, which is what a build machine is
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    # Nothing but our own server is asked for anything.
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
# What an administrator sets on the PC of a wall display: sound without anybody's touch.
SOUND_WITHOUT_TOUCH = "--autoplay-policy=no-user-gesture-required"


class LaunchChromium(Protocol):
    """Starts a Chromium with these arguments besides the usual; it is closed after the test."""

    async def __call__(self, *arguments: str) -> Browser: ...


@pytest.fixture(scope="session")
async def start_chromium() -> AsyncIterator[LaunchChromium]:
    """Give the launcher whose browsers stay until the end of the run."""
    path = next(filter(None, map(shutil.which, CHROMIUM_NAMES)), None)
    assert path, "no Chromium on this machine: run `make browser`"
    async with async_playwright() as playwright:

        async def launch(*arguments: str) -> Browser:
            return await playwright.chromium.launch(
                executable_path=path, headless=True, args=[*CHROMIUM_ARGUMENTS, *arguments]
            )

        yield launch


@pytest.fixture(scope="session")
async def usual_chromium(start_chromium: LaunchChromium) -> Browser:
    """Give the browser that `chromium` lends to one test after the other."""
    return await start_chromium()


@pytest.fixture(scope="session")
async def usual_chromium_with_sound(start_chromium: LaunchChromium) -> Browser:
    """Give the browser that `chromium_with_sound` lends to one test after the other."""
    return await start_chromium(SOUND_WITHOUT_TOUCH)


@pytest.fixture
async def launch_chromium(start_chromium: LaunchChromium) -> AsyncIterator[LaunchChromium]:
    """Give the launcher of real browsers, for tests that want several or with other arguments."""
    launched: list[Browser] = []

    async def launch(*arguments: str) -> Browser:
        launched.append(await start_chromium(*arguments))
        return launched[-1]

    yield launch
    for browser in launched:
        await browser.close()


@pytest.fixture
async def chromium(usual_chromium: Browser) -> AsyncIterator[Browser]:
    """Give one Chromium as a citizen's phone or a clerk's PC has it."""
    async with _lent(usual_chromium):
        yield usual_chromium


@pytest.fixture
async def chromium_with_sound(usual_chromium_with_sound: Browser) -> AsyncIterator[Browser]:
    """Give one Chromium set up for a wall display: it plays sound without a touch."""
    async with _lent(usual_chromium_with_sound):
        yield usual_chromium_with_sound


@asynccontextmanager
async def _lent(browser: Browser) -> AsyncIterator[None]:
    """Close what a test opened, and leave the pages that a file's tests share."""
    present = list(browser.contexts)
    yield
    for context in browser.contexts:
        if context not in present:
            await context.close()


@pytest.fixture(scope="session")
def artifacts() -> Path:
    """Give the folder for screenshots and tickets that people look at; git ignores it."""
    folder = ROOT / "artifacts"
    folder.mkdir(exist_ok=True)
    return folder
