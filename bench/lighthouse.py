"""Lighthouse (npm, mobile preset) on one page of each kind in each language, with what costs it a score.

Speeds are simulated by Lighthouse for a slow phone from what this machine did, so they swing with its load.
"""

from __future__ import annotations

import json
import os
import subprocess
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench.browser import program, served
from generator import build_site
from kb.addresses import site_path
from kb.compose import pages
from kb.langs import LANGS, Lang
from kb.site import Site, open_site

ROOT = Path(__file__).resolve().parent.parent
HERE = Path(__file__).resolve().parent
LIGHTHOUSE = HERE / "node_modules" / ".bin" / "lighthouse"

CATEGORIES = ("performance", "accessibility", "best-practices", "seo")
#: Largest contentful paint (ms), layout shift, blocking time (ms): at most.
TARGETS = {
    "largest-contentful-paint": 1200.0,
    "cumulative-layout-shift": 0.01,
    "total-blocking-time": 50.0,
}


@dataclass(frozen=True)
class Judged:
    """What Lighthouse says of a page."""

    scores: list[int]
    metrics: list[float]
    faults: list[str]

    @property
    def is_on_target(self) -> bool:
        """Whether all four scores are 100 and no metric is above its target."""
        within = all(value <= most for value, most in zip(self.metrics, TARGETS.values(), strict=True))
        return within and set(self.scores) == {100}


def judge(url: str) -> Judged:
    """Run Lighthouse on a page."""
    words = [
        str(LIGHTHOUSE),
        url,
        "--quiet",
        "--output=json",
        f"--only-categories={','.join(CATEGORIES)}",
        "--chrome-flags=--headless=new --no-sandbox --disable-gpu",
    ]
    env = {**os.environ, **({"CHROME_PATH": chrome} if (chrome := program()) else {})}
    done = subprocess.run(words, env=env, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(done.stderr[-2000:])
    return read(json.loads(done.stdout))


def read(report: dict[str, Any]) -> Judged:
    """Scores in percent, metrics, and the audits that cost a score."""
    categories, audits = report["categories"], report["audits"]
    faults = {
        ref["id"]
        for name in CATEGORIES
        if categories[name]["score"] != 1
        for ref in categories[name]["auditRefs"]
        if ref["weight"] and (audits[ref["id"]]["score"] or 0) < 0.9
    }
    return Judged(
        [round(100 * (categories[name]["score"] or 0)) for name in CATEGORIES],
        [audits[name]["numericValue"] for name in TARGETS],
        sorted(faults),
    )


def samples(site: Site) -> Iterator[tuple[str, str]]:
    """Every kind of page that search engines are told of, with the path of one of its pages."""
    found = {page.kind: page.path for page in pages(site, LANGS[0]) if page.is_listed}
    yield from found.items()


def install() -> None:
    """Install Lighthouse at the exact version of the lock file."""
    words = ["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--silent"]
    subprocess.run(words, cwd=HERE, check=True)


def main() -> None:
    """Print a line for each page."""
    install()
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place) / "site"
        with served(folder) as base:
            # The site must know its address: the canonical links are judged too.
            os.environ["SITE_URL"] = base
            site = open_site(ROOT)
            build_site(site, folder)
            head = ("kind", "lang", "perf", "a11y", "best", "seo", "LCP", "CLS", "TBT")
            print("{:14} {:4} {:>4} {:>4} {:>4} {:>4} {:>7} {:>6} {:>6}".format(*head))
            for kind, path in samples(site):
                for lang in LANGS:
                    _print(kind, lang, judge(base + site_path(path, lang)))


def _print(kind: str, lang: Lang, found: Judged) -> None:
    scores = " ".join(f"{score:4}" for score in found.scores)
    lcp, cls, tbt = found.metrics
    line = f"{kind:14} {lang:4} {scores} {lcp:4.0f} ms {cls:6.3f} {tbt:3.0f} ms"
    print(line if found.is_on_target else f"{line}  {' '.join(found.faults)}", flush=True)
