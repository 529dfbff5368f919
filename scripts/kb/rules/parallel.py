"""Rules of the four languages: the same headings, the same citations, the same numbers.

A translation that is known to lag behind its original (`kb.translations`) is reported, but blocks nothing.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from itertools import zip_longest

from pydantic import BaseModel

from kb import numerals
from kb.counts import COUNT
from kb.faults import Fault
from kb.langs import DEFAULT_LANG, LANGS, Lang
from kb.markup import Block, blocks, headings
from kb.prose import CITATION, Prose, parse_prose, without_code
from kb.rules.base import DataText, Subject, texts_in
from kb.translations import State, plain_text, state_of
from kb.yamlfile import YamlFile, parse_yaml


def _pairs(subject: Subject) -> Iterator[tuple[Prose, Prose, Lang, bool]]:
    """Original and translation with its language, and whether a difference blocks."""
    originals = subject.site.prose[DEFAULT_LANG]
    for lang in LANGS:
        for path, prose in subject.site.prose[lang].items():
            original = originals.get(path)
            if lang == DEFAULT_LANG or original is None:
                continue
            if subject.judged(prose.file) or subject.judged(original.file):
                yield original, prose, lang, state_of(prose, original) is not State.STALE


def _softened(fault: Fault, blocks_: bool) -> Fault:
    return dataclasses.replace(fault, blocks=blocks_)


def headings_are_parallel(subject: Subject) -> Iterator[Fault]:
    """Each heading below the title has an id, and the four languages have the same ones in the same order."""
    for _, prose in subject.prose:
        for heading in headings(prose.text):
            if heading.level > 1 and not heading.anchor:
                found = f"the heading “{heading.text}” has no id"
                remedy = f"write the same one in all languages: ## {heading.text} {{#work}}"
                yield Fault(prose.file, prose.first_line + heading.line, 1, found, remedy, "headings")
    for original, prose, _, blocking in _pairs(subject):
        pairs = zip_longest(headings(original.text), headings(prose.text))
        for one, other in pairs:
            if (one and (one.level, one.anchor)) == (other and (other.level, other.anchor)):
                continue
            line = prose.first_line + (other.line if other else prose.text.count("\n"))
            found = f"the heading here is {_shown(other)}"
            remedy = f"as in {original.file}: {_shown(one)}"
            yield _softened(Fault(prose.file, line, 1, found, remedy, "headings"), blocking)
            break


def _shown(heading: object) -> str:
    level, anchor = getattr(heading, "level", 0), getattr(heading, "anchor", None)
    return f"`{'#' * level} … {{#{anchor}}}`" if heading else "none"


def citations_are_parallel(subject: Subject) -> Iterator[Fault]:
    """A page cites the same sources in the same order in every language."""
    for original, prose, _, blocking in _pairs(subject):
        marks = list(CITATION.finditer(without_code(prose.text)))
        for wanted, mark in zip_longest(original.cited, marks):
            given = mark[1] if mark else None
            if given == wanted:
                continue
            start = mark.start() if mark else len(prose.text.rstrip())
            found = f"the citation here is {_citation(given)}"
            remedy = f"as in {original.file}: {_citation(wanted)}"
            yield _softened(_at(prose, start, found, remedy, "citations"), blocking)
            break


def _citation(source_id: str | None) -> str:
    return f"`[^{source_id}]`" if source_id else "none"


def _at(prose: Prose, start: int, found: str, remedy: str, rule: str) -> Fault:
    line = prose.text.count("\n", 0, start)
    column = start - prose.text.rfind("\n", 0, start)
    return Fault(prose.file, prose.first_line + line, column, found, remedy, rule)


def numbers_are_parallel(subject: Subject) -> Iterator[Fault]:
    """Every number of a text is in the other languages too: as figures, in words, or as 1.5 million."""
    for text in subject.texts:
        yield from _differing_numbers(text)
    for original, prose, lang, blocking in _pairs(subject):
        for fault in _differing_prose(original, prose, lang):
            yield _softened(fault, blocking)


def _differing_numbers(text: DataText) -> Iterator[Fault]:
    known = {lang: numerals.known(text.text[lang], lang) for lang in LANGS}
    for lang in LANGS:
        for numeral in numerals.figures(text.text[lang], lang):
            missing = [other for other in LANGS if not numeral.readings & known[other]]
            if missing:
                found = f"“{numeral.text}” is not in {', '.join(missing)}"
                remedy = "give the same numbers in all four languages"
                yield text.passage(lang).fault(numeral.start, found, remedy, "numbers")


def _differing_prose(original: Prose, prose: Prose, lang: Lang) -> Iterator[Fault]:
    ours, theirs = list(_sections(prose)), list(_sections(original))
    if len(ours) != len(theirs):
        return  # The rule of headings says so already.
    for section, reference in zip(ours, theirs, strict=True):
        yield from _differing_section(prose, section, lang, original, reference)
    counted, wanted = (COUNT.findall(without_code(text.text)) for text in (prose, original))
    if sorted(counted) != sorted(wanted):
        found = f"counts of {', '.join(counted) or 'nothing'}"
        remedy = f"as in {original.file}: {', '.join(wanted) or 'none'}"
        yield Fault(prose.file, prose.first_line, 1, found, remedy, "counts")


def _differing_section(
    prose: Prose, section: list[Block], lang: Lang, original: Prose, reference: list[Block]
) -> Iterator[Fault]:
    ours = {value for block in section for value in numerals.known(block.plain, lang)}
    theirs = {value for block in reference for value in numerals.known(block.plain, DEFAULT_LANG)}
    for block in section:
        for numeral in numerals.figures(block.plain, lang):
            if not numeral.readings & theirs:
                found = f"“{numeral.text}” is not in this part of {original.file}"
                remedy = "give the numbers of the original"
                yield _at(prose, block.start + numeral.start, found, remedy, "numbers")
    for block in reference:
        for numeral in numerals.figures(block.plain, DEFAULT_LANG):
            if not numeral.readings & ours:
                line = original.first_line + block.line
                found = f"“{numeral.text}” of {original.file}:{line} is missing in this part"
                yield _at(prose, section[0].start, found, "give the numbers of the original", "numbers")


def _sections(prose: Prose) -> Iterator[list[Block]]:
    """The blocks under each heading, the heading among them."""
    section: list[Block] = []
    for block in blocks(prose.text):
        if block.is_heading and section:
            yield section
            section = []
        section.append(block)
    if section:
        yield section


def languages_change_together(subject: Subject) -> Iterator[Fault]:
    """Against the branch that a change is for: what changed in one language only is pointed out."""
    for _, part, yaml_file in subject.parts:
        before = subject.before(yaml_file.file)
        if before is not None:
            yield from _changed_alone(part, yaml_file, before)
    for lang, prose in subject.prose:
        before = subject.before(prose.file) if lang == DEFAULT_LANG else None
        if before is not None:
            yield from _left_behind(subject, prose, before)


def _changed_alone(part: BaseModel, yaml_file: YamlFile, before: bytes) -> Iterator[Fault]:
    """Texts of data that changed in some languages and not in the others."""
    old_file = parse_yaml(before, yaml_file.file)[0]
    try:
        model = type(part).model_validate(old_file.value if old_file else None)
    except ValueError:
        return
    old = {_key(model, loc): text for loc, text in texts_in(model)}
    for loc, text in texts_in(part):
        was = old.get(_key(part, loc))
        if was is None:
            continue
        changed = [lang for lang in LANGS if plain_text(text[lang]) != plain_text(was[lang])]
        if changed and len(changed) < len(LANGS):
            same = ", ".join(lang for lang in LANGS if lang not in changed)
            found = f"the text changed in {', '.join(changed)} but not in {same}"
            fault = yaml_file.fault((*loc, changed[0]), found, "check the others too", "translations")
            yield _softened(fault, False)


def _left_behind(subject: Subject, prose: Prose, before: bytes) -> Iterator[Fault]:
    """The translations of a text that were up to date with it, and are not any more."""
    was, _ = parse_prose(before.decode("utf-8-sig", "replace"), prose.file, prose.path)
    behind = [
        lang
        for lang in LANGS
        if (translation := subject.site.prose[lang].get(prose.path))
        and lang != DEFAULT_LANG
        and state_of(translation, prose) is State.STALE
        and state_of(translation, was) is State.FRESH
    ]
    if behind:
        found = f"the text changed, and {', '.join(behind)} lag behind it now"
        remedy = "bring them up to date and run `manage.py translated FILE`, or leave it to others"
        yield Fault(prose.file, prose.first_line, 1, found, remedy, "translations", blocks=False)


def _key(part: object, loc: tuple[str | int, ...]) -> tuple[str | int, ...]:
    """The place of a text, with the ids of list items instead of their numbers."""
    steps: list[str | int] = []
    value = part
    for step in loc:
        if isinstance(step, int) and isinstance(value, list):
            value = value[step]
            steps.append(getattr(value, "id", step))
        else:
            value = getattr(value, str(step), None)
            steps.append(step)
    return tuple(steps)
