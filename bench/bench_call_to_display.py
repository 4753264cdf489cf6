"""From a clerk's key to the number on the wall: call request → visible in a real Chromium, beside the request alone.

The bare limit in the same run is the answer to the clerk's own request: durable, but seen by nobody else yet.
"""

from __future__ import annotations

import asyncio
import shutil
import tempfile
import time
from pathlib import Path

from playwright.async_api import Page, async_playwright

from bench.bench_http import quantile, write_large_office
from tests.conftest import CHROMIUM_ARGUMENTS, CHROMIUM_NAMES, SOUND_WITHOUT_TOUCH
from tests.running_office import Client, RunningOffice

CALLS = 60
# Tells the bench when a number is in the page's board, at the next frame that the browser draws.
WATCH = """
new MutationObserver(() => {
  const code = document.querySelector("[data-board=recent] [data-code]")?.dataset.code;
  if (code && code !== window.newest) {
    window.newest = code;
    requestAnimationFrame(() => window.seen(code));
  }
}).observe(document.documentElement, { subtree: true, childList: true, attributes: true });
"""


def main() -> None:
    """Print p50 and p99 of both, and their ratio."""
    with tempfile.TemporaryDirectory() as folder:
        office = RunningOffice(Path(folder) / "data")
        write_large_office(office.data)
        office.start()
        try:
            asyncio.run(measure(office))
        finally:
            office.stop()


async def measure(office: RunningOffice) -> None:
    """Call one after the other; each is waited for on the wall."""
    path = next(filter(None, map(shutil.which, CHROMIUM_NAMES)), None)
    async with async_playwright() as playwright, office.client() as client:
        browser = await playwright.chromium.launch(
            executable_path=path, args=[*CHROMIUM_ARGUMENTS, SOUND_WITHOUT_TOUCH]
        )
        page = await browser.new_page(viewport={"width": 1920, "height": 1080})
        wall = await watched(page, office)
        await client.sign_in("clerk")
        await client.verb(1, "open")
        answered: list[float] = []
        visible: list[float] = []
        for _ in range(CALLS):
            await call_one(client, wall, answered, visible)
        await browser.close()
    for name, times in (("answered", answered), ("visible", visible)):
        print(f"{name:8} p50 {quantile(times, 0.5):6.1f} ms, p99 {quantile(times, 0.99):6.1f} ms")
    print(f"visible / answered, p50: {quantile(visible, 0.5) / quantile(answered, 0.5):.2f}")


async def watched(page: Page, office: RunningOffice) -> asyncio.Queue[tuple[str, float]]:
    """Open the wall; what it shows comes into the queue with the moment it was drawn."""
    wall: asyncio.Queue[tuple[str, float]] = asyncio.Queue()
    await page.expose_function("seen", lambda code: wall.put_nowait((code, time.perf_counter())))
    await page.goto(f"{office.address}/display/sanh#token={office.secrets['display-sanh']}")
    await page.wait_for_selector("[data-board=recent]")
    await page.evaluate(WATCH)
    return wall


async def call_one(
    client: Client, wall: asyncio.Queue[tuple[str, float]], answered: list[float], visible: list[float]
) -> None:
    """Take, call, wait for the wall, serve."""
    await client.take("A")
    began = time.perf_counter()
    code = (await client.verb(1, "next")).json()["code"]
    answered.append(time.perf_counter() - began)
    while True:
        shown, at = await asyncio.wait_for(wall.get(), 10)
        if shown == code:
            visible.append(at - began)
            break
    await client.verb(1, "start")
    await client.verb(1, "finish")


if __name__ == "__main__":
    main()
