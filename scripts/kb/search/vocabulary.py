"""The words that people type: small words to pass over, and groups of words that mean the same."""

from __future__ import annotations

from pathlib import Path

from pydantic import Field

from kb.explain import validate
from kb.faults import Fault, shown_path
from kb.langs import LANGS, Lang
from kb.model import Line, Strict
from kb.yamlfile import read_yaml

FILE = "data/search.yml"


class Vocabulary(Strict):
    """One language of `data/search.yml`. Of a group of synonyms the first is the one that the site uses."""

    small_words: list[Line] = Field(default_factory=list)
    synonyms: list[list[Line]] = Field(default_factory=list)


class Vocabularies(Strict):
    """`data/search.yml`."""

    ca: Vocabulary = Vocabulary()
    es: Vocabulary = Vocabulary()
    en: Vocabulary = Vocabulary()
    fr: Vocabulary = Vocabulary()


def read_vocabularies(root: Path) -> tuple[dict[Lang, Vocabulary], list[Fault]]:
    """The words of each language, none where there is no file, and the faults found."""
    path = root / FILE
    found: Vocabularies | None = Vocabularies()
    faults: list[Fault] = []
    if path.exists():
        yaml_file, faults = read_yaml(path, shown_path(path, root))
        if yaml_file is not None and not faults:
            found, faults = validate(yaml_file, Vocabularies, yaml_file.value)
    found = found or Vocabularies()
    return {lang: getattr(found, lang) for lang in LANGS}, faults
