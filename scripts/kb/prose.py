"""Prose: what people write in Markdown under `docs/<language>/`, one file per page and language."""

from __future__ import annotations

import difflib
import posixpath
import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Any

from kb.faults import Fault, shown_path
from kb.langs import Lang
from kb.yamlfile import decoded, parse_yaml, read_bytes

LINK = re.compile(r"\]\((?!https?:|mailto:|#)([^)#\s]+)\.md(?:#[^)]*)?\)")
CITATION = re.compile(r"\[\^([^\]\s]+)\]")
#: Code as Python-Markdown reads it: a fence that is closed, or a span between as many backticks.
CODE = re.compile(
    r"^(?P<fence>`{3,}|~{3,}).*?^(?P=fence)[ \t]*$"
    r"|(?<![`\\])(?P<ticks>`+)(?!`)(?:(?!\n[ \t]*\n).)+?(?<!`)(?P=ticks)(?!`)",
    re.DOTALL | re.MULTILINE,
)
_FRONT_REMEDY = "write `title: …` between the two lines of ---"
_FRONT_MATTER = re.compile(r"\A---\n(.*?)^---[ \t]*\n", re.DOTALL | re.MULTILINE)


@lru_cache(maxsize=4_000)
def without_code(text: str) -> str:
    """The text with spaces where it shows code: what stands there is an example. As long as before."""
    return CODE.sub(blank, text)


def blank(match: re.Match[str]) -> str:
    """As many spaces as a match is long, its lines kept."""
    return re.sub(r"[^\n]", " ", match[0])


def outside_code(text: str, pattern: re.Pattern[str], new: Callable[[re.Match[str]], str]) -> str:
    """The text with each match of the pattern written anew, but for those in code."""
    parts, end = [], 0
    for match in pattern.finditer(without_code(text)):
        parts += [text[end : match.start()], new(match)]
        end = match.end()
    return "".join([*parts, text[end:]])


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
        names = LINK.findall(without_code(self.text))
        targets = (posixpath.normpath(posixpath.join(folder, name)) for name in names)
        return {target.removesuffix("/index") for target in targets}

    @property
    def cited(self) -> list[str]:
        """The source ids it cites, in order."""
        return CITATION.findall(without_code(self.text))


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
    data, faults = read_bytes(file, shown)
    text, problems = decoded(data, shown)
    if text is None or faults:
        return None, [replace(fault, rule="prose") for fault in faults or problems]
    return parse_prose(text.replace("\r\n", "\n"), shown, path)


def parse_prose(text: str, file: str, path: str) -> tuple[Prose | None, list[Fault]]:
    """The text of a file as the prose of the page at `path`."""
    match = _FRONT_MATTER.match(text)
    if not match:
        return Prose(file, path, {}, text), []
    if not match[1].strip():
        return None, [Fault(file, 1, 1, "front matter without keys", _FRONT_REMEDY, "prose")]
    # A comment in the place of the first line keeps the numbers of the lines.
    front, faults = parse_yaml(f"#\n{match[1]}".encode(), file)
    if front is None or not isinstance(front.value, dict):
        return None, faults or [Fault(file, 1, 1, "front matter without keys", _FRONT_REMEDY, "prose")]
    first = text.count("\n", 0, match.end()) + 1
    return Prose(file, path, front.value, text[match.end() :], first), faults


def _unknown_sources(prose: Prose, sources: set[str]) -> list[Fault]:
    faults = []
    for number, line in enumerate(without_code(prose.text).split("\n"), prose.first_line):
        for match in CITATION.finditer(line):
            if match[1] not in sources:
                close = difflib.get_close_matches(match[1], sources, n=1)
                remedy = f"did you mean `{close[0]}`?" if close else "add it to data/sources/ first"
                found = f"no source is called `{match[1]}`"
                faults.append(Fault(prose.file, number, match.start() + 1, found, remedy, "sources"))
    return faults
