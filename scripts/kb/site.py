"""The site: the knowledge base with all that its pages are made of, loaded and checked once."""

from __future__ import annotations

import hashlib
import os
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from functools import cached_property
from pathlib import Path

from kb.crossref import cross_check
from kb.faults import FaultsFound
from kb.langs import DEFAULT_LANG, LANGS, Lang
from kb.links import Links
from kb.load import KnowledgeBase, Loaded, load
from kb.prose import Prose, read_prose
from kb.rules.base import Subject
from kb.rules.built import BUILT, broken
from kb.search.vocabulary import Vocabulary, read_vocabularies
from kb.strings import Strings, load_strings
from kb.terms import Lexicon


def today_of_build() -> date:
    """The day that states are computed for: SOURCE_DATE_EPOCH (seconds, UTC) if set, else today."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    moment = datetime.fromtimestamp(int(epoch), UTC) if epoch else datetime.now(UTC)
    return moment.date()


@dataclass(frozen=True)
class Site:
    """Everything that is needed to write any page."""

    root: Path
    kb: KnowledgeBase
    strings: dict[Lang, Strings]
    prose: dict[Lang, dict[str, Prose]]
    today: date
    digest: str = ""
    vocabularies: dict[Lang, Vocabulary] = field(default_factory=dict)
    templates: Path = field(default=Path(__file__).parent / "templates")

    @cached_property
    def mentions(self) -> dict[str, list[str]]:
        """Path of a record → paths of the articles that link to it."""
        found: dict[str, list[str]] = {}
        for path, prose in sorted(self.prose[DEFAULT_LANG].items()):
            collection, _, record_id = path.partition("/")
            if record_id not in self.kb.records.get(collection, {}):
                for target in prose.linked:
                    found.setdefault(target, []).append(path)
        return found

    @cached_property
    def lexicons(self) -> dict[Lang, Lexicon]:
        """The glossary's terms as they are found in texts."""
        return {lang: Lexicon.of(self.kb.terms, lang) for lang in LANGS}

    @cached_property
    def links(self) -> Links:
        """The links between records."""
        return Links(self.kb)


def open_site(root: Path, today: date | None = None) -> Site:
    """Load `root` and keep the rules of a build; raises FaultsFound with every fault at once."""
    site, loaded = load_site(root, today)
    faults = broken(BUILT, Subject(site, loaded))
    if faults:
        raise FaultsFound(faults)
    return site


def load_site(root: Path, today: date | None = None) -> tuple[Site, Loaded]:
    """Everything under `root`, and the files it came from; raises FaultsFound with every fault at once."""
    loaded = load(root)
    strings, faults = load_strings(root)
    vocabularies, problems = read_vocabularies(root)
    faults += loaded.faults + problems
    prose: dict[Lang, dict[str, Prose]] = {}
    for lang in LANGS:
        prose[lang], problems = read_prose(root, lang, set(loaded.sources))
        faults += problems
    if not loaded.faults:
        cited = {key for texts in prose.values() for text in texts.values() for key in text.cited}
        faults += cross_check(loaded, cited)
    if faults:
        raise FaultsFound(faults)
    today = today or today_of_build()
    digest = input_digest(root, today)
    site = Site(root, loaded.knowledge_base(), strings, prose, today, digest, vocabularies)
    return site, loaded


def input_digest(root: Path, today: date) -> str:
    """The hash of every file that pages are made of, and of the day."""
    digest = hashlib.sha256(today.isoformat().encode())
    for folder in ("data", "docs"):
        for path in sorted((root / folder).rglob("*")):
            if path.is_file():
                digest.update(path.relative_to(root).as_posix().encode())
                digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()
