"""How soon a saved prose page shows under `make serve`, with the real data and with 1,000 cities."""

from __future__ import annotations

import os
import re
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

from bench.generate import ROOT, generate

ROUNDS = 5


def main() -> None:
    """Print the medians."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        real = folder / "real"
        real.mkdir()
        for part in ("data", "docs", "overrides", "scripts"):
            shutil.copytree(ROOT / part, real / part)
        shutil.copy(ROOT / "mkdocs.yml", real)
        print(f"edit to page, real data: {edit_seconds(real, 'ca/cities/havana.md'):.2f} s (median)")
        toy = folder / "toy"
        generate(toy, 1000)
        print(f"edit to page, 1,000 cities: {edit_seconds(toy, 'ca/cities/city-0.md'):.2f} s (median)")


def edit_seconds(project: Path, prose: str) -> float:
    """Median seconds from saving the prose file until the served page has the new text."""
    manage = ROOT / "scripts" / "manage.py"
    process = subprocess.Popen(
        [sys.executable, str(manage), "--root", str(project), "serve", "--port", "8765"],
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONUNBUFFERED": "1"},
    )
    try:
        assert process.stdout
        address = next(m[0] for line in process.stdout if (m := re.search(r"http://[\d.:]+/", line)))
        page = address + prose.removeprefix("ca/").removesuffix(".md") + "/"
        file = project / "docs" / prose
        time.sleep(1)  # The server has said where it is and now begins to watch.
        return statistics.median(_edit(file, page, number) for number in range(ROUNDS))
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(20)


def _edit(file: Path, page: str, number: int) -> float:
    word = f"mesura{number}mesura"
    with file.open("a", encoding="utf-8") as prose:
        prose.write(f"\n{word}\n")
    begun = time.monotonic()
    while time.monotonic() - begun < 60:
        with urllib.request.urlopen(page) as answer:
            if word in answer.read().decode():
                return time.monotonic() - begun
        time.sleep(0.01)
    raise RuntimeError(f"{file} was saved and never shown")
