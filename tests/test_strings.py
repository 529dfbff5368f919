"""The interface speaks four languages: no string may be missing, unknown, empty or filled in otherwise."""

from __future__ import annotations

import re

import pytest

from kb.faults import FaultsFound
from kb.langs import LANGS, Lang
from kb.strings import load_strings, strings_of
from tests.project import Project, joined


def file_of(lang: Lang) -> str:
    return f"data/i18n/{lang}.yml"


def change_line(project: Project, lang: Lang, group: str, key: str, line: str) -> tuple[int, int]:
    """Put `line` in the place of `key` of a group; returns the lines, from 1, of the group and of the key."""
    lines = project.read(file_of(lang)).splitlines(keepends=True)
    start = lines.index(f"{group}:\n")
    at = next(i for i in range(start, len(lines)) if re.match(rf"  {re.escape(key)}:", lines[i]))
    lines[at] = line
    project.write(file_of(lang), "".join(lines))
    return start + 1, at + 1


def faults(project: Project) -> str:
    return joined(load_strings(project.root)[1])


def test_the_four_languages_have_the_same_strings(project: Project) -> None:
    strings = strings_of(project.root)
    keys = {lang: {name: set(group) for name, group in strings[lang].items()} for lang in LANGS}
    assert list(keys) == list(LANGS)
    assert keys["ca"] == keys["es"] == keys["en"] == keys["fr"]


@pytest.mark.parametrize("lang", ["es", "en", "fr"])
def test_a_missing_string_is_named_with_what_to_translate(project: Project, lang: Lang) -> None:
    expected = strings_of(project.root)["ca"]["relation_kinds"]["twinning"]
    line, _ = change_line(project, lang, "relation_kinds", "twinning", "")
    found = f'{file_of(lang)}:{line}:1: `relation_kinds.twinning` is missing; translate: "{expected}"'
    assert found in faults(project)


def test_a_string_missing_in_the_default_language_is_missing_too(project: Project) -> None:
    line, _ = change_line(project, "ca", "relation_kinds", "twinning", "")
    assert f"{file_of('ca')}:{line}:1: `relation_kinds.twinning` is missing" in faults(project)


def test_a_string_that_pages_need_cannot_be_missing_in_all_languages(project: Project) -> None:
    for lang in LANGS:
        change_line(project, lang, "words", "permalink", "")
    said = project.run("check")
    assert said.returncode == 1
    assert "`words.permalink` is missing; write it in all four languages" in said.stderr
    assert "Traceback" not in said.stderr


def test_a_string_that_nothing_knows_is_named_with_the_one_meant(project: Project) -> None:
    _, line = change_line(project, "fr", "relation_kinds", "twinning", '  twining: "Jumelage"\n')
    found = f"{file_of('fr')}:{line}:3: unknown key `relation_kinds.twining`; did you mean `twinning`?"
    assert found in faults(project)


def test_a_group_that_nothing_knows_is_unknown_key_by_key(project: Project) -> None:
    project.write(file_of("en"), project.read(file_of("en")) + 'zoo:\n  lion: "Lion"\n')
    assert "unknown key `zoo.lion`; remove it, or add it to ca.yml first" in faults(project)


@pytest.mark.parametrize("value", ["", '""', '"  "', "[a]", "{a: b}", "12", "true"])
def test_an_empty_string_or_one_that_is_no_text_is_a_fault(project: Project, value: str) -> None:
    _, line = change_line(project, "en", "labels", "country", f"  country: {value}\n")
    found = f"{file_of('en')}:{line}:3: `labels.country` is empty or not a text; write the text"
    assert found in faults(project)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [("Suspended", "{date}"), ("Suspended: {dat}", "{date}"), ("{date} {date}", "{date}")],
)
def test_what_is_filled_in_is_the_same_in_every_language(project: Project, text: str, wanted: str) -> None:
    _, line = change_line(project, "en", "states", "suspended", f'  suspended: "{text}"\n')
    found = (
        f"{file_of('en')}:{line}:3: `states.suspended` has other places to fill than in ca.yml; keep {wanted}"
    )
    assert found in faults(project)


@pytest.mark.parametrize("text", ["Suspès {", "Suspès }", "{0}"])
def test_a_brace_that_is_no_place_to_fill_is_a_fault(project: Project, text: str) -> None:
    for lang in LANGS:
        _, line = change_line(project, lang, "states", "suspended", f'  suspended: "{text}"\n')
    assert f"{file_of('ca')}:{line}:3: `states.suspended`" in faults(project)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("- a\n- b\n", "no groups of strings here; copy the form of ca.yml"),
        ("site: Barcelona\n", "`site` is not a group; put keys under it"),
        ("", "the file is empty"),
        ("site: [\n", "not YAML"),
    ],
)
def test_a_file_of_another_form_is_a_fault(project: Project, content: str, words: str) -> None:
    project.write(file_of("es"), content)
    assert f"{file_of('es')}:" in faults(project)
    assert words in faults(project)


def test_a_language_without_its_file_is_a_fault(project: Project) -> None:
    (project.root / file_of("es")).unlink()
    assert f"{file_of('es')}:1:1: cannot read the file" in faults(project)


def test_asking_for_a_string_that_is_not_there_names_it(project: Project) -> None:
    labels = strings_of(project.root)["ca"]["labels"]
    with pytest.raises(FaultsFound, match=r"data/i18n/ca.yml:1:1: `labels.nothing` is missing"):
        labels["nothing"]
