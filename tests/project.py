"""Projects to test with: folders that hold a knowledge base, and what the command line says of them."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from kb.faults import Fault, FaultsFound
from kb.langs import LANGS
from kb.site import Site, open_site

ROOT = Path(__file__).resolve().parent.parent
TOY = ROOT / "tests" / "toy_kb"

#: The day the toy is built for: nothing tested may depend on the day of the test.
TODAY = date(2026, 1, 2)
EPOCH = str(int(datetime(TODAY.year, TODAY.month, TODAY.day, tzinfo=UTC).timestamp()))

_NAV = (
    "index cities/index networks/index policies/index plans/index projects/index "
    "organisations/index learn/index figures/index timeline glossary"
)


@dataclass(frozen=True)
class Project:
    """A folder with a knowledge base that may be changed and built."""

    root: Path

    @property
    def site_folder(self) -> Path:
        """Where `manage.py build` puts the site."""
        return self.root / "site"

    def open(self, today: date = TODAY) -> Site:
        """The site, loaded and checked."""
        return open_site(self.root, today)

    def faults(self) -> list[Fault]:
        """Every fault of the project."""
        try:
            self.open()
        except FaultsFound as found:
            return found.faults
        return []

    def read(self, file: str) -> str:
        """What a file says."""
        return (self.root / file).read_text(encoding="utf-8")

    def write(self, file: str, content: str | bytes) -> None:
        """Write a file; its folders are made."""
        path = self.root / file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)

    def replace(self, file: str, old: str, new: str) -> None:
        """Change the only place where a file says `old`."""
        text = self.read(file)
        assert text.count(old) == 1, f"{file} says {old!r} {text.count(old)} times, not once"
        self.write(file, text.replace(old, new))

    def place(self, file: str, text: str) -> tuple[int, int]:
        """Line and column, from 1, of the only place where a file says `text`."""
        whole = self.read(file)
        assert whole.count(text) == 1, f"{file} says {text!r} {whole.count(text)} times, not once"
        at = whole.index(text)
        return whole.count("\n", 0, at) + 1, at - whole.rfind("\n", 0, at)

    def run(self, *words: str, timeout: float = 120) -> subprocess.CompletedProcess[str]:
        """Run `manage.py` on the project."""
        return self.python(ROOT / "scripts" / "manage.py", "--root", self.root, *words, timeout=timeout)

    def python(self, *words: str | Path, timeout: float = 120) -> subprocess.CompletedProcess[str]:
        """Run Python in a process of its own, on the day of the toy."""
        return subprocess.run(
            [sys.executable, *map(str, words)],
            cwd=self.root,
            env=os.environ | {"SOURCE_DATE_EPOCH": EPOCH, "NO_MKDOCS_2_WARNING": "1"},
            capture_output=True,
            text=True,
            timeout=timeout,
            check=False,
        )


def make_toy(folder: Path) -> Project:
    """The toy knowledge base with the real strings, templates and settings."""
    shutil.copytree(TOY, folder)
    for name in ("i18n", "words"):
        shutil.copytree(ROOT / "data" / name, folder / "data" / name)
    shutil.copytree(ROOT / "data" / "geo", folder / "data" / "geo")
    shutil.copytree(ROOT / "overrides", folder / "overrides")
    shutil.copytree(ROOT / "docs" / "assets", folder / "docs" / "assets")
    project = Project(folder)
    project.write(
        "mkdocs.yml",
        f"INHERIT: {ROOT / 'mkdocs.yml'}\n"
        "docs_dir: docs\n"
        f"hooks: [{ROOT / 'scripts' / 'hooks.py'}]\n"
        "watch: []\n"
        f"nav: [{', '.join(f'{page}.md' for page in _NAV.split())}]\n",
    )
    return project


def copy_real(folder: Path) -> Project:
    """The real project as a fresh clone has it: without caches or an earlier site."""
    folder.mkdir()
    for name in ("data", "docs", "overrides", "scripts"):
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "mkdocs.yml", folder)
    return Project(folder)


def tree(folder: Path) -> dict[str, bytes]:
    """Every file below a folder with its bytes."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def differences(one: dict[str, bytes], other: dict[str, bytes]) -> list[str]:
    """The names of the files that are not the same in two trees."""
    return sorted(name for name in {*one, *other} if one.get(name) != other.get(name))


def address(path: str, lang: str) -> str:
    """The address of a page below the root of the site."""
    prefix = "" if lang == LANGS[0] else f"{lang}/"
    return f"{prefix}{path}/" if path else prefix


def html_file(path: str, lang: str) -> str:
    """The file of a page below the folder of the site."""
    return f"{address(path, lang)}index.html"


def kinds(site: Site) -> dict[str, str]:
    """Every kind of page there is, with the path of one of its pages."""
    from kb.compose import pages

    return {page.kind: page.path for page in pages(site, LANGS[0])}


def joined(faults: Iterable[Fault]) -> str:
    """Faults as people see them."""
    return "\n".join(map(str, faults))
