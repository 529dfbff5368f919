"""What a rule is, and what it judges: the texts of data and prose, each with its place in a file."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pydantic import BaseModel
from yaml.nodes import ScalarNode

from kb import model
from kb.faults import Fault
from kb.langs import DEFAULT_LANG, LANGS, Lang
from kb.links import Ref
from kb.load import Loaded
from kb.markup import masked
from kb.prose import Prose
from kb.strings import Strings
from kb.yamlfile import Loc, YamlFile, read_yaml

if TYPE_CHECKING:
    from kb.page import Page
    from kb.site import Site


@dataclass(frozen=True)
class Rule:
    """One rule. `name` titles its section of the guide; `judge` finds what breaks it.

    A rule without `judge` is kept while files are loaded (`kb.load`, `kb.crossref`, `kb.strings`). `built`
    says that a build keeps the rule too: it is fast and protects the reader. `fixable` says that
    `manage.py fix` mends what it finds.
    """

    name: str
    protects: str
    remedy: str
    judge: Callable[[Subject], Iterator[Fault]] | None = None
    built: bool = False
    fixable: bool = False


@dataclass(frozen=True)
class Passage:
    """A text in one language somewhere in a file: `plain` is as long, with markup put out of sight."""

    file: str
    lang: Lang
    text: str
    plain: str
    locate: Callable[[int], tuple[int, int]]

    def fault(self, start: int, found: str, remedy: str, rule: str) -> Fault:
        """A fault at the character `start` (from 0) of the text."""
        return Fault(self.file, *self.locate(start), found, remedy, rule)


@dataclass(frozen=True)
class DataText:
    """A text in four languages, with its place in the data."""

    yaml_file: YamlFile
    loc: Loc
    text: model.Text

    def passage(self, lang: Lang) -> Passage:
        """The text in one language."""
        loc = (*self.loc, lang)
        return data_passage(self.yaml_file, loc, lang, self.text[lang])


def data_passage(yaml_file: YamlFile, loc: Loc, lang: Lang, text: str) -> Passage:
    """A text of a data file. Its characters are found in the file when it stands there as it is."""

    def locate(start: int) -> tuple[int, int]:
        node = yaml_file.node_at(loc)
        if isinstance(node, ScalarNode) and node.start_mark:
            line, column = node.start_mark.line, node.start_mark.column + (1 if node.style else 0)
            lines = yaml_file.data.decode("utf-8-sig").split("\n")
            if lines[line][column:].startswith(text):
                return line + 1, column + start + 1
        return yaml_file.place(loc)

    # Markup in a text of data is one fault, of the rule `html`.
    plain = masked(text) if "<" in text else text
    return Passage(yaml_file.file, lang, text, plain, locate)


def prose_passages(prose: Prose, lang: Lang) -> Iterator[Passage]:
    """The title, the description and the text of a prose file."""

    def in_text(start: int) -> tuple[int, int]:
        line = prose.text.count("\n", 0, start)
        return prose.first_line + line, start - prose.text.rfind("\n", 0, start)

    for key in ("title", "description"):
        value = prose.meta.get(key)
        if isinstance(value, str):
            yield Passage(prose.file, lang, value, value, lambda start: (2, 1))
    yield Passage(prose.file, lang, prose.text, masked(prose.text), in_text)


def texts_in(value: Any, loc: Loc = ()) -> Iterator[tuple[Loc, model.Text]]:
    """Every text of a model with its place."""
    if isinstance(value, model.Text):
        yield loc, value
    elif isinstance(value, BaseModel):
        for name in type(value).model_fields:
            yield from texts_in(getattr(value, name), (*loc, name))
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from texts_in(item, (*loc, index))


@dataclass(frozen=True)
class Subject:
    """What is judged: a site, with the files it was loaded from; with `files`, only those."""

    site: Site
    loaded: Loaded
    files: frozenset[str] | None = None
    before: Callable[[str], bytes | None] = field(default=lambda file: None)

    @property
    def root(self) -> Path:
        """The project's folder."""
        return self.site.root

    def judged(self, file: str) -> bool:
        """Whether a file is to be judged."""
        return self.files is None or file in self.files

    @cached_property
    def every_part(self) -> list[tuple[str, BaseModel, YamlFile]]:
        """The model of every file of data but sources, with the path of its page."""
        parts: list[tuple[str, BaseModel, YamlFile]] = [
            (str(Ref(name, record.id)), record, yaml_file)
            for name, records in self.loaded.records.items()
            for record, yaml_file in records.values()
        ]
        for path, found in (("timeline", self.loaded.timeline), ("glossary", self.loaded.glossary)):
            if found:
                parts.append((path, *found))
        return parts

    @cached_property
    def parts(self) -> list[tuple[str, BaseModel, YamlFile]]:
        """Of `every_part`, those to be judged."""
        return [part for part in self.every_part if self.judged(part[2].file)]

    @cached_property
    def texts(self) -> list[DataText]:
        """Every text of the data that is to be judged."""
        return [
            DataText(yaml_file, loc, text)
            for _, part, yaml_file in self.parts
            for loc, text in texts_in(part)
        ]

    @cached_property
    def prose(self) -> list[tuple[Lang, Prose]]:
        """Every prose file that is to be judged."""
        return [
            (lang, prose)
            for lang in LANGS
            for prose in self.site.prose[lang].values()
            if self.judged(prose.file)
        ]

    @cached_property
    def pages(self) -> dict[str, Page]:
        """The pages of the site in Catalan by path; those of the other languages have the same anchors."""
        from kb.compose import pages

        return {page.path: page for page in pages(self.site, DEFAULT_LANG)}

    @cached_property
    def passages(self) -> list[Passage]:
        """Every text in every language: data, prose and interface strings."""
        found = [text.passage(lang) for text in self.texts for lang in LANGS]
        for lang, prose in self.prose:
            found += prose_passages(prose, lang)
        for lang in LANGS:
            found += self.string_passages(lang)
        return found

    def string_passages(self, lang: Lang) -> Iterator[Passage]:
        """The interface strings of a language."""
        file = f"data/i18n/{lang}.yml"
        if not self.judged(file):
            return
        yaml_file, _ = read_yaml(self.root / file, file)
        strings: Strings = self.site.strings[lang]
        if yaml_file is not None:
            for name, group in strings.items():
                for key, text in group.items():
                    passage = data_passage(yaml_file, (name, key), lang, text)
                    plain = re.sub(r"\{\w*\}", lambda match: "\ue000" * len(match[0]), text)
                    yield Passage(file, lang, text, plain, passage.locate)
