"""Toy knowledge bases of any size: cities of about 600 words a page, with relations, statements, sources."""

from __future__ import annotations

import random
import shutil
from pathlib import Path

from kb.langs import LANGS

ROOT = Path(__file__).resolve().parent.parent
STATEMENTS = 16
SOURCES = 6

_WORDS = (  # noqa: SIM905 - a list of forty quoted words is harder to read
    "city council port water market library street school harbour accord plenary mayor district housing "
    "exchange visit museum archive transport women youth climate budget network plan project term vote "
    "river health festival delegation agreement sister renewal grant experts public service neighbourhood"
).split()
_REGIONS = ("europe", "mediterranean", "sub-saharan-africa", "latin-america", "north-america", "asia-pacific")
_TOPICS = ("history", "agreements", "decisions", "cooperation", "exchange", "money", "events")


def generate(folder: Path, cities: int) -> None:
    """Write a project with `cities` cities into `folder`; the same number gives the same bytes."""
    shutil.rmtree(folder, ignore_errors=True)
    chance = random.Random(cities)
    sources = [f"source-{number}" for number in range(cities * 2)]
    _write(folder / "data/sources/toy.yml", "".join(map(_source, sources)))
    cited = iter(sources * SOURCES)
    for number in range(cities):
        own = [next(cited) for _ in range(SOURCES)]
        _write(folder / f"data/cities/city-{number}.yml", _city(number, own, chance))
    for lang in LANGS:
        _write(folder / f"docs/{lang}/index.md", f"---\ntitle: Toy\n---\n# Toy {lang}\n")
        for number in range(0, cities, 10):
            text = "\n\n".join(_sentences(chance, 40) for _ in range(3))
            _write(folder / f"docs/{lang}/cities/city-{number}.md", f"## Story {{#story}}\n\n{text}\n")
    for part in ("data/i18n", "data/geo", "overrides", "docs/assets"):
        shutil.copytree(ROOT / part, folder / part)
    shutil.copy(ROOT / "data/search.yml", folder / "data")
    hooks = ROOT / "scripts/hooks.py"
    _write(
        folder / "mkdocs.yml",
        f"INHERIT: {ROOT / 'mkdocs.yml'}\ndocs_dir: docs\nhooks: [{hooks}]\nwatch: []\n",
    )


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def _sentences(chance: random.Random, words: int) -> str:
    return " ".join(chance.choices(_WORDS, k=words)).capitalize() + "."


def _source(key: str) -> str:
    return (
        f"{key}:\n  title: Page {key}\n  publisher: Toy press\n  url: https://toy.example/{key}\n"
        "  language: en\n  published: 2020-05-01\n  accessed: 2026-01-01\n"
    )


def _text(indent: int, chance: random.Random, words: int) -> str:
    pad = " " * indent
    return "".join(f'{pad}{lang}: "{_sentences(chance, words)}"\n' for lang in LANGS)


def _city(number: int, sources: list[str], chance: random.Random) -> str:
    name = f"Toy city {number}"
    lines = [
        f"id: city-{number}\nname: {{ca: {name}, es: {name}, en: {name}, fr: {name}}}\n",
        f"country: CO\nregion: {chance.choice(_REGIONS)}\ncoordinates: {{lat: 6.2, lon: -75.5}}\n",
        f"checked: 2026-01-01\nlead:\n  text:\n{_text(4, chance, 25)}  sources: [{sources[0]}]\n",
        "relations:\n",
    ]
    for index, kind in enumerate(("twinning", "protocol")):
        lines.append(
            f"  - id: {kind}-{index}\n    kind: {kind}\n    signed: {1970 + number % 50}-0{index + 1}-11\n"
            f"    term_years: {chance.randint(2, 60)}\n    fields:\n{_text(6, chance, 12)}"
            f"    sources: [{sources[index]}]\n"
        )
    lines.append("statements:\n")
    for index in range(STATEMENTS):
        cited = ", ".join(sorted(set(chance.sample(sources, 2))))
        lines.append(
            f"  - id: fact-{index}\n    topic: {chance.choice(_TOPICS)}\n"
            f"    date: {chance.randint(1960, 2025)}\n"
            f"    text:\n{_text(6, chance, 33)}    sources: [{cited}]\n    confidence: official\n"
        )
    return "".join(lines)
