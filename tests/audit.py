"""axe-core on every page of a built site, in light and dark, on a desktop and a phone: `make audit`.

`python -m tests.audit [SITE]` prints each rule that is broken with the pages that break it; the exit code
is 1 when there is one. In the dark only what colours can change is judged, without loading the page anew.
"""

from __future__ import annotations

import asyncio
import os
import sys
from collections import defaultdict
from pathlib import Path

from playwright.async_api import Browser, Page, ViewportSize, async_playwright

from bench.browser import ARGUMENTS, program, served
from tests.axe import ALL, COLOURS, SCRIPT, SETTLE, told
from tests.reader import BuiltSite

SCREENS: dict[str, ViewportSize] = {
    "desktop": {"width": 1280, "height": 800},
    "phone": {"width": 390, "height": 844},
}

#: Rule with its first element → the pages (and how they were seen) that break it.
Found = dict[str, list[str]]


async def _judge(page: Page, base: str, file: str, found: Found) -> None:
    await page.goto(base + file.removesuffix("index.html"))
    await page.evaluate(SCRIPT)
    for screen, size in SCREENS.items():
        await page.set_viewport_size(size)
        for scheme, question in (("light", ALL), ("dark", COLOURS)):
            await page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
            await page.evaluate(SETTLE)
            for broken in told(await page.evaluate(question)):
                found[broken].append(f"{file} ({screen}, {scheme})")


async def _work(browser: Browser, base: str, waiting: list[str], found: Found) -> None:
    context = await browser.new_context()
    page = await context.new_page()
    while waiting:
        await _judge(page, base, waiting.pop(), found)
        if len(waiting) % 100 == 0:
            print(f"{len(waiting)} pages to go", file=sys.stderr)
    await context.close()


async def audit(folder: Path, jobs: int) -> tuple[int, Found]:
    """How many pages there are, and what is wrong with them."""
    files = [*BuiltSite(folder, "https://site.example/").pages, "404.html"]
    found: Found = defaultdict(list)
    with served(folder) as base:
        async with async_playwright() as playwright:
            browser = await playwright.chromium.launch(executable_path=program(), args=ARGUMENTS)
            waiting = list(reversed(files))
            await asyncio.gather(*(_work(browser, base, waiting, found) for _ in range(jobs)))
            await browser.close()
    return len(files), found


def main() -> int:
    """Judge the site and say what was found."""
    folder = Path(sys.argv[1] if len(sys.argv) > 1 else "site")
    count, found = asyncio.run(audit(folder, os.cpu_count() or 1))
    for broken, pages in sorted(found.items(), key=lambda item: -len(item[1])):
        print(f"{broken}\n    {len(pages)}: {', '.join(pages[:4])}{'…' if len(pages) > 4 else ''}")
    print(f"{count} pages in light and dark, on a desktop and a phone: {len(found)} kinds of fault.")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
