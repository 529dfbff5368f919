"""How long builds take: ours cold and warm at four sizes, beside MkDocs as it comes, in one run."""

from __future__ import annotations

import math
import shutil
import sys
import tempfile
from pathlib import Path

from bench.generate import ROOT, generate
from bench.measure import Measured, measure

SIZES = (50, 250, 1000, 2500)
#: The size at which the plain setup is built too; it takes the longest of all.
COMPARED = 1000
_MANAGE = [sys.executable, str(ROOT / "scripts" / "manage.py")]


def main() -> None:
    """Print the table."""
    print(f"{'cities':>7} {'pages':>7} {'':10} {'wall s':>8} {'cpu s':>8} {'peak MB':>8} {'bytes/page':>11}")
    cold: dict[int, float] = {}
    warm: dict[int, float] = {}
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for cities in SIZES:
            project = folder / f"toy-{cities}"
            generate(project, cities)
            build = [*_MANAGE, "--root", str(project), "build"]
            first = measure(build)
            second = measure(build)
            pages, size = _pages(project / "site")
            cold[cities], warm[cities] = first.wall, second.wall
            _row(cities, pages, "cold", first, size)
            _row(cities, pages, "warm", second, size)
            if cities != COMPARED:
                shutil.rmtree(project)
        plain_project = folder / "plain"
        write_plain_project(folder / f"toy-{COMPARED}", plain_project)
        plain = measure([sys.executable, "-m", "mkdocs", "build", "--quiet"], cwd=plain_project)
        pages, size = _pages(plain_project / "site")
        _row(COMPARED, pages, "plain", plain, size)
    for label, seconds in (("cold", cold), ("warm", warm)):
        exponent = math.log(seconds[2500] / seconds[250]) / math.log(2500 / 250)
        print(f"growth exponent, {label}, 250 to 2,500 cities: {exponent:.2f}")
    print(f"plain / cold at {COMPARED} cities: {plain.wall / cold[COMPARED]:.1f}")
    print(f"plain / warm at {COMPARED} cities: {plain.wall / warm[COMPARED]:.1f}")


def _row(cities: int, pages: int, label: str, took: Measured, size: float) -> None:
    print(
        f"{cities:7} {pages:7} {label:10} {took.wall:8.2f} {took.cpu:8.2f} {took.peak:8.0f} {size:11.0f}",
        flush=True,
    )


def _pages(site: Path) -> tuple[int, float]:
    sizes = [path.stat().st_size for path in site.rglob("*.html")]
    return len(sizes), sum(sizes) / len(sizes)


def write_plain_project(project: Path, folder: Path) -> None:
    """The same pages as plain Markdown, for MkDocs with static-i18n, section indexes and its search."""
    docs = folder / "docs"
    measure([*_MANAGE, "--root", str(project), "pages", "--out", str(docs)])
    languages = "".join(
        f"      - {{locale: {lang}, name: {lang}{', default: true' if lang == 'ca' else ''}}}\n"
        for lang in ("ca", "es", "en", "fr")
    )
    (folder / "mkdocs.yml").write_text(
        "site_name: Plain\nsite_url: https://plain.example/\ntheme: {name: material, font: false}\n"
        "nav: [index.md, cities/index.md]\nnot_in_nav: '*'\n"
        "plugins:\n  - search\n  - i18n:\n      docs_structure: folder\n      languages:\n"
        + languages.replace("      -", "        -")
        + "markdown_extensions: [attr_list, def_list, footnotes, md_in_html, tables]\n",
        encoding="utf-8",
    )
