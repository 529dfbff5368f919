"""Prose: what people write in Markdown under `docs/<language>/`, one file per page and language."""

from __future__ import annotations

import difflib
import posixpath
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kb.faults import Fault, shown_path
from kb.langs import Lang
from kb.yamlfile import parse_yaml

LINK = re.compile(r"\]\((?!https?:|mailto:|#)([^)#\s]+)\.md(?:#[^)]*)?\)")
CITATION = re.compile(r"\[\^([^\]\s]+)\]")
_FRONT_MATTER = re.compile(r"\A---\n(.*?)^---[ \t]*\n", re.DOTALL | re.MULTILINE)


@dataclass(frozen=True)
class Prose:
    """A Markdown file: its front matter, its text, and the line its text begins on."""

    file: str
    path: str
    meta: dict[str, Any]
    text: str
    first_line: int = 1

    @property
    def linked(self) -> set[str]:
        """The paths of the pages that it links to."""
        folder = posixpath.dirname(self.file.split("/", 2)[2])
        targets = (posixpath.normpath(posixpath.join(folder, name)) for name in LINK.findall(self.text))
        return {target.removesuffix("/index") for target in targets}

    @property
    def cited(self) -> list[str]:
        """The source ids it cites, in order."""
        return CITATION.findall(self.text)


def page_path(file: Path, folder: Path) -> str:
    """`cities/index.md` → `cities`; `cities/havana.md` → `cities/havana`; `index.md` → ``."""
    path = file.relative_to(folder).with_suffix("").as_posix()
    return "" if path == "index" else path.removesuffix("/index")


def read_prose(root: Path, lang: Lang, sources: set[str]) -> tuple[dict[str, Prose], list[Fault]]:
    """Every prose file of a language by the path of its page, and the faults found."""
    folder = root / "docs" / lang
    found: dict[str, Prose] = {}
    faults: list[Fault] = []
    for file in sorted(folder.rglob("*.md")):
        prose, problems = read_prose_file(file, root, page_path(file, folder), sources)
        faults += problems
        if prose is not None:
            found[prose.path] = prose
    return found, faults


def read_prose_file(file: Path, root: Path, path: str, sources: set[str]) -> tuple[Prose | None, list[Fault]]:
    """One prose file, the text of the page at `path`; its faults include citations of no source."""
    prose, faults = _read(file, root, path)
    if prose is not None:
        faults = [*faults, *_unknown_sources(prose, sources)]
    return prose, faults


def _read(file: Path, root: Path, path: str) -> tuple[Prose | None, list[Fault]]:
    shown = shown_path(file, root)
    try:
        text = file.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        remedy = "save the file as UTF-8 (in most editors: Save with encoding)"
        return None, [Fault(shown, 1, 1, "a character that is not UTF-8", remedy, "prose")]
    match = _FRONT_MATTER.match(text)
    if not match:
        return Prose(shown, path, {}, text), []
    front, faults = parse_yaml(match[1].encode(), shown)
    if front is None or not isinstance(front.value, dict):
        remedy = "write `title: …` between the two lines of ---"
        return None, faults or [Fault(shown, 1, 1, "front matter without keys", remedy, "prose")]
    first = text.count("\n", 0, match.end()) + 1
    return Prose(shown, path, front.value, text[match.end() :], first), faults


def _unknown_sources(prose: Prose, sources: set[str]) -> list[Fault]:
    faults = []
    for number, line in enumerate(prose.text.splitlines(), prose.first_line):
        for match in CITATION.finditer(line):
            if match[1] not in sources:
                close = difflib.get_close_matches(match[1], sources, n=1)
                remedy = f"did you mean `{close[0]}`?" if close else "add it to data/sources/ first"
                found = f"no source is called `{match[1]}`"
                faults.append(Fault(prose.file, number, match.start() + 1, found, remedy, "sources"))
    return faults
