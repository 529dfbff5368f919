"""Every rule finds what breaks it, says where it stands and what to write instead."""

from __future__ import annotations

import json
import re
import subprocess
from collections.abc import Callable

import pytest

from kb.compose import pages
from kb.examine import examine
from kb.faults import Fault, FaultsFound
from kb.langs import LANGS
from kb.report import as_github, as_json
from kb.rules.base import Subject
from kb.rules.built import broken
from kb.rules.every import EVERY
from kb.site import load_site
from tests.project import Project

PONENT, LLEVANT = "data/cities/ponent.yml", "data/cities/llevant.yml"
PROSE = "docs/{}/cities/ponent.md"


def of_rule(project: Project, rule: str) -> list[Fault]:
    """The faults of one rule."""
    judges = [known for known in EVERY if known.name == rule]
    subject = Subject(*load_site(project.root))
    return [fault for fault in broken(judges, subject) if fault.rule == rule]


Mistake = Callable[[Project], None]


def the_fault(project: Project, rule: str, file: str) -> Fault:
    """The only fault of a rule in a file."""
    (fault,) = [fault for fault in of_rule(project, rule) if fault.file == file]
    return fault


def add_to_prose(project: Project, addition: str) -> None:
    """The same paragraph at the end of the page in every language."""
    for lang in LANGS:
        file = PROSE.format(lang)
        project.write(file, project.read(file) + f"\n{addition}\n")


def test_every_rule_is_described_and_has_a_name_of_its_own() -> None:
    names = [rule.name for rule in EVERY]
    assert len(set(names)) == len(names)
    assert all(rule.protects and rule.remedy for rule in EVERY)


def test_a_good_project_keeps_every_rule(project: Project) -> None:
    assert [str(fault) for fault in examine(project.root)] == []


def swap(file: str, old: str, new: str) -> Mistake:
    """A mistake: the only place of a file that says `old` says `new`."""
    return lambda project: project.replace(file, old, new)


def add(file: str, addition: str) -> Mistake:
    """A mistake at the end of a file."""
    return lambda project: project.write(file, project.read(file) + addition)


#: For each rule a mistake that it finds, and the file where it is told.
MISTAKES: dict[str, tuple[Mistake, str]] = {
    "yaml": (add(PONENT, "a: b: c\n"), PONENT),
    "data": (swap(PONENT, "country: CO", "country: Colombia"), PONENT),
    "sources": (add(PROSE.format("ca"), "\nA.[^no-such-source]\n"), PROSE.format("ca")),
    "strings": (add("data/i18n/fr.yml", "new:\n  key: text\n"), "data/i18n/fr.yml"),
    "prose": (lambda project: project.write(PROSE.format("es"), b"\xff"), PROSE.format("es")),
    "ids": (swap(PONENT, "id: ports-1991", "id: facts"), PONENT),
    "counts": (lambda project: add_to_prose(project, '{{ count("planets") }}'), PROSE.format("en")),
    "html": (swap("data/i18n/en.yml", 'home: "Home"', 'home: "<script>"'), "data/i18n/en.yml"),
    "places": (swap(PONENT, "lat: 6.245", "lat: 46.245"), PONENT),
    "duplicates": (
        swap("data/cities/ciutat-vora.yml", 'ca: "Un estudi."', 'ca: "Una visita."'),
        "data/cities/ciutat-vora.yml",
    ),
    "file-names": (lambda project: project.write("docs/ca/Nou Text.md", "# A\n"), "docs/ca/Nou Text.md"),
    "links": (lambda project: add_to_prose(project, "[a](nowhere.md)"), PROSE.format("fr")),
    "images": (lambda project: add_to_prose(project, "![](../../assets/favicon.svg)"), PROSE.format("es")),
    "headings": (swap(PROSE.format("fr"), "{#beginning}", "{#debut}"), PROSE.format("fr")),
    "citations": (add(PROSE.format("en"), "\nMore.[^press-1991]\n"), PROSE.format("en")),
    "numbers": (swap(PONENT, "worth 300,000", "worth 30,000"), PONENT),
    "translations": (swap(LLEVANT, "Contacts only.", "Contacts alone."), LLEVANT),
    "cited": (lambda project: add_to_prose(project, "1991."), PROSE.format("ca")),
    "sourced-numbers": (lambda project: add_to_prose(project, "1977.[^press-1991]"), PROSE.format("ca")),
    "typography": (add(PROSE.format("ca"), "\nL'aigua.\n"), PROSE.format("ca")),
    "spelling": (add(PROSE.format("en"), "\nQwertz.\n"), PROSE.format("en")),
    "language": (
        add(
            PROSE.format("es"),
            "\nLe port et la ville travaillent ensemble depuis longtemps pour l’eau et l’air.\n",
        ),
        PROSE.format("es"),
    ),
    "addresses": (add("data/urls.txt", "cities/ponent#gone\n"), "data/urls.txt"),
}


@pytest.mark.parametrize("rule", [rule.name for rule in EVERY])
def test_every_rule_finds_a_mistake_and_tells_it_where_it_is(project: Project, rule: str) -> None:
    mistake, file = MISTAKES[rule]
    project.write("data/urls.txt", "/\n")
    start_branch(project)
    mistake(project)
    told = [fault for fault in examine(project.root, "main") if fault.rule == rule]
    assert {fault.file for fault in told} >= {file}
    assert all(fault.found and fault.remedy for fault in told)


def test_ids_that_are_places_of_the_page_are_refused_by_a_build_too(project: Project) -> None:
    project.replace(PONENT, "id: ports-1991", "id: facts")
    fault = the_fault(project, "ids", PONENT)
    assert (fault.line, fault.column) == project.place(PONENT, "id: facts")
    with pytest.raises(FaultsFound):
        project.open()


def test_swapped_coordinates_are_offered_the_right_way_round(project: Project) -> None:
    project.replace(PONENT, "{lat: 6.245, lon: -75.572}", "{lat: -75.572, lon: 6.245}")
    assert "{lat: 6.245, lon: -75.572}" in the_fault(project, "places", PONENT).remedy


def test_a_statement_told_twice_is_found(project: Project) -> None:
    file = "data/cities/ciutat-vora.yml"
    project.replace(file, 'ca: "Un estudi."', 'ca: "Una visita."')
    assert "study-2014" in the_fault(project, "duplicates", file).found


def test_a_source_listed_twice_is_found(project: Project) -> None:
    file = "data/sources/toy.yml"
    text = project.read(file)
    entry = text[text.index("council-1990:") :].split("\n\n")[0]
    first = entry.split("\n")[0]
    lines = [first.replace("council-1990", "again"), *[x for x in entry.split("\n")[1:] if x.startswith(" ")]]
    lines = lines[
        : next((i for i, x in enumerate(lines[1:], 1) if x.startswith("  accessed")), len(lines)) + 1
    ]
    project.write(file, text + "\n".join(lines) + "\n")
    add_to_prose(project, "Text.[^again]")
    assert "council-1990" in the_fault(project, "sources", file).found


def test_names_of_files_become_addresses(project: Project) -> None:
    project.write("docs/ca/Àrea Nova.md", "# Text\n")
    assert the_fault(project, "file-names", "docs/ca/Àrea Nova.md")


@pytest.mark.parametrize(
    ("link", "remedy"),
    [
        ("[x](llevan.md)", "llevant.md"),
        ("[x](ponent.md#ports-1992)", "#ports-1991"),
        ("[x](../cities/llevant/)", "../cities/llevant.md"),
        ("[x](../glossary/)", "../glossary.md"),
        ("[x](../cities.md)", "index.md"),
        ("[x](/cities/llevant/)", "start at this file"),
    ],
)
def test_a_dead_link_is_found_with_what_was_meant(project: Project, link: str, remedy: str) -> None:
    add_to_prose(project, link)
    fault = the_fault(project, "links", PROSE.format("ca"))
    assert remedy in fault.remedy
    assert (fault.line, fault.column) == project.place(PROSE.format("ca"), link)


def test_links_to_pages_without_a_file_and_to_their_places_are_good(project: Project) -> None:
    add_to_prose(project, "[a](llevant.md) [b](ponent.md#ports-1991) [c](#beginning) [d](../timeline.md)")
    assert of_rule(project, "links") == []


def test_headings_and_citations_are_those_of_the_original(project: Project) -> None:
    project.replace(PROSE.format("fr"), "{#beginning}", "{#debut}")
    project.replace(PROSE.format("es"), "[^prose-only] [^council-1990]", "[^council-1990] [^prose-only]")
    assert "{#beginning}" in the_fault(project, "headings", PROSE.format("fr")).remedy
    assert "prose-only" in the_fault(project, "citations", PROSE.format("es")).remedy


def test_numbers_of_data_are_equal_in_the_languages(project: Project) -> None:
    project.replace(PONENT, "worth 300,000", "worth 30,000")
    found = " ".join(fault.found for fault in of_rule(project, "numbers"))
    assert "“30,000” is not in ca, es, fr" in found


def test_numbers_of_prose_are_equal_in_the_languages(project: Project) -> None:
    for lang, year in zip(LANGS, (1991, 1991, 1991, 1990), strict=True):
        file = PROSE.format(lang)
        project.write(file, project.read(file) + f"\n{year}.[^press-1991]\n")
    faults = of_rule(project, "numbers")
    assert {fault.file for fault in faults} == {PROSE.format("fr")}
    assert "“1990”" in faults[0].found + faults[-1].found


def test_a_paragraph_with_a_year_needs_a_source(project: Project) -> None:
    add_to_prose(project, "El 1991.")
    fault = the_fault(project, "cited", PROSE.format("ca"))
    assert (fault.line, fault.column) == tuple(
        a + b for a, b in zip(project.place(fault.file, "El 1991"), (0, 3), strict=True)
    )


def test_a_number_must_be_in_what_the_paragraph_cites_or_links(project: Project) -> None:
    add_to_prose(project, "El 1991 i 300000.[^press-1991]")
    assert of_rule(project, "sourced-numbers") == []
    add_to_prose(project, "El 1977.[^press-1991]")
    assert "“1977”" in the_fault(project, "sourced-numbers", PROSE.format("ca")).found
    project.write(
        "data/exceptions.yml",
        "exceptions:\n  - page: cities/*\n    numbers: [1977]\n    reason: Said in the toy.\n",
    )
    assert of_rule(project, "sourced-numbers") == []


def test_a_linked_record_vouches_for_its_numbers(project: Project) -> None:
    add_to_prose(project, "El 2015 amb [Ciutat Vora](ciutat-vora.md).")
    assert of_rule(project, "sourced-numbers") == of_rule(project, "cited") == []


def test_counts_come_from_the_data(project: Project) -> None:
    add_to_prose(project, '{{ count("relations") }} [llista](index.md)')
    assert of_rule(project, "counts") == []
    from kb.counts import counts

    site = project.open()
    page = next(page for page in pages(site, "ca") if page.path == "cities/ponent")
    assert f"{counts(site)['relations']} [llista]" in page.markdown
    add_to_prose(project, '{{ count("planets") }}')
    assert "partners" in the_fault(project, "counts", PROSE.format("ca")).remedy
    with pytest.raises(FaultsFound):
        project.open()


@pytest.mark.parametrize(
    "code",
    [
        '`{{ count("planets") }}`',
        "`[^no-such-source] [x](nowhere.md) 1977 Qwertzuiop`",
        "``a ` [^no-such-source]``",
        '```yaml\nsources: [^no-such-source]\n\n# 1977 Qwertz {{ count("planets") }}\n[x](no.md) <a>\n```',
        "~~~\n![](x.png)\n\n<script>\n~~~",
    ],
)
def test_code_is_an_example_that_no_rule_judges_and_no_count_changes(project: Project, code: str) -> None:
    add_to_prose(project, f"Ponent.\n\n{code}" if "\n" in code else f"Ponent {code}.")
    assert [str(fault) for fault in examine(project.root) if fault.blocks] == []
    shown = next(page for page in pages(project.open(), "ca") if page.path == "cities/ponent").markdown
    assert code in shown


def test_code_that_is_not_closed_is_judged(project: Project) -> None:
    add_to_prose(project, "```\n<script>x()</script>")
    assert of_rule(project, "html")


def test_a_text_in_another_language_is_found(project: Project) -> None:
    text = "Barcelona et Ponant sont jumelées depuis longtemps et elles travaillent ensemble pour l’eau."
    project.write(PROSE.format("es"), project.read(PROSE.format("es")) + f"\n{text}\n")
    assert "looks like fr" in the_fault(project, "language", PROSE.format("es")).found


def test_a_word_that_nobody_knows_is_found_and_can_be_listed(project: Project) -> None:
    add_to_prose(project, "Qwertzuiop.")
    fault = the_fault(project, "spelling", PROSE.format("fr"))
    assert (fault.line, fault.column) == project.place(fault.file, "Qwertzuiop")
    project.write("data/words/names.txt", "Qwertzuiop\n")
    assert "Qwertzuiop" not in " ".join(fault.found for fault in of_rule(project, "spelling"))


@pytest.mark.parametrize(
    "nasty",
    [
        "<script>alert(1)</script>",
        '<iframe src="https://a.example"></iframe>',
        '<p onclick="x()">a</p>',
        '<a href="javascript:x()">a</a>',
        '<a href="&#106;avascript:x()">a</a>',
        "[a](javascript:x())",
        "[a](java&#115;cript:x())",
        "[a](data:text/html,x)",
        "[a][b]\n\n[b]: javascript:x()",
        '[a](index.md){ onmouseover="x()" }',
        '*a*{ style="position:fixed" }',
        "<svg/onload=x()>",
        "<img src=x onerror=x()>",
        "![a](https://a.example/x.png)",
        "![a](//a.example/x.png)",
        "<style>p{}</style>",
        "<!--kb:sources-->",
        "<!DOCTYPE html>",
        "<?php ?>",
        '<form action="x"><input></form>',
    ],
)
def test_no_way_in_for_scripts(project: Project, nasty: str) -> None:
    add_to_prose(project, nasty)
    assert of_rule(project, "html")
    with pytest.raises(FaultsFound):
        project.open()


def test_pasted_html_is_told_once_and_whole(project: Project) -> None:
    pasted = '<p style="margin:0"><o:p>Text</o:p></p>\n<script>alert(1977)</script>\n<b onclick="x()">a</b>'
    add_to_prose(project, pasted)
    faults = [fault for fault in examine(project.root) if fault.file == PROSE.format("ca")]
    assert {fault.rule for fault in faults} == {"html"}
    assert sorted(fault.found for fault in faults) == [
        "HTML that is not plain: <o:p>Text</o:p></p>",
        "the attribute onclick of <b>",
        "the attribute style of <p>",
        "the tag <script>",
    ]


@pytest.mark.parametrize(
    "fine",
    [
        '<details markdown="1"><summary>A</summary>\n\ntext\n\n</details>',
        '<abbr title="x">A</abbr>, <q lang="en">b</q>, 1 < 2 & 3',
        "`<script>` and <https://a.example/>",
        "[a](https://a.example) [b](mailto:a@a.example)",
        "| a | b |\n|:--|--:|\n| c | d |",
        "<!-- a note for editors -->",
    ],
)
def test_plain_markup_is_welcome(project: Project, fine: str) -> None:
    add_to_prose(project, fine)
    assert of_rule(project, "html") == []


def test_texts_of_data_hold_no_markup(project: Project) -> None:
    project.replace(
        PONENT,
        'ca: "Ponent", es: "Poniente", en: "Westport", fr: "Ponant"}\naliases',
        'ca: "Ponent<b>", es: "Poniente", en: "Westport", fr: "Ponant"}\naliases',
    )
    fault = the_fault(project, "html", PONENT)
    assert (fault.line, fault.column) == project.place(PONENT, "<b>")


def test_html_in_data_is_one_fault(project: Project) -> None:
    project.replace(PONENT, "Els ports van", "Els <span class='x'>ports</span> van")
    faults = [fault for fault in examine(project.root) if fault.file == PONENT]
    assert [fault.rule for fault in faults] == ["html"]


def test_an_image_brings_words_size_and_licence(project: Project) -> None:
    add_to_prose(project, "![](../../assets/favicon.svg)")
    assert (
        "a description and a width and a height and a licence"
        in the_fault(project, "images", PROSE.format("ca")).found
    )


def test_typography_is_found_at_its_place_and_mended(project: Project) -> None:
    project.replace(PONENT, "ensemble en 1991\u202f; l’accord", "ensemble en 1991\u202f; l'accord")
    fault = [f for f in of_rule(project, "typography") if "apostrophe" in f.found and f.file == PONENT]
    line, column = project.place(PONENT, "l'accord")
    assert [(f.line, f.column) for f in fault] == [(line, column + 1)]
    assert project.run("fix").returncode == 0
    assert [f for f in of_rule(project, "typography") if f.file == PONENT] == []
    project.open()


def test_reports_for_a_forge_and_for_programs() -> None:
    fault = Fault("data/a,b.yml", 3, 7, "50% of\nit", "mend", "data")
    soft = Fault("docs/x.md", 1, 1, "old", "renew", "translations", blocks=False)
    first, second = as_github([fault, soft]).split("\n")
    assert first.startswith("::error file=data/a%2Cb.yml,line=3,col=7,title=data::50%25 of%0Ait; mend")
    assert second.startswith("::warning file=docs/x.md")
    assert json.loads(as_json([fault]))[0]["rule"] == "data"


def _git(project: Project, *words: str) -> None:
    command = ["git", "-c", "user.name=a", "-c", "user.email=a@a.example", *words]
    subprocess.run(command, cwd=project.root, check=True, capture_output=True)


def test_only_what_a_branch_touches_is_judged(project: Project) -> None:
    project.replace(PONENT, "worth 300,000", "worth 30,000")
    _git(project, "init", "-b", "main")
    _git(project, "add", ".")
    _git(project, "commit", "-m", "Start")
    assert project.run("check", "--changed", "main").returncode == 0
    project.replace("data/cities/llevant.yml", "Contacts only.", "Contacts in 1999 only.")
    done = project.run("check", "--changed", "--format", "json")
    assert {fault["file"] for fault in json.loads(done.stdout) if fault["blocks"]} == {
        "data/cities/llevant.yml"
    }
    notes = [fault["found"] for fault in json.loads(done.stdout) if fault["rule"] == "translations"]
    assert notes == ["the text changed in en but not in ca, es, fr"]


def start_branch(project: Project) -> None:
    """The project as the branch main has it."""
    for words in (("init", "-b", "main"), ("add", "."), ("commit", "-m", "Start")):
        _git(project, *words)


def notes_on_a_branch(project: Project) -> list[str]:
    """What a pull request is told that blocks nothing."""
    done = project.run("check", "--changed", "main", "--format", "json")
    assert done.returncode == 0, done.stdout
    return [f"{fault['file']}: {fault['found']}" for fault in json.loads(done.stdout)]


def test_a_branch_is_told_of_translations_that_lag_behind_its_text(project: Project) -> None:
    for lang in LANGS[1:]:
        project.run("translated", PROSE.format(lang))
    start_branch(project)
    project.replace(PROSE.format("ca"), "va començar al port", "va néixer al port")
    assert notes_on_a_branch(project) == [
        f"{PROSE.format('ca')}: the text changed, and es, en, fr lag behind it now"
    ]
    for lang in LANGS[1:]:
        project.run("translated", PROSE.format(lang))
    assert notes_on_a_branch(project) == []


@pytest.mark.parametrize("file", ["data/timeline.yml", "data/glossary.yml"])
def test_events_and_terms_change_in_all_languages_too(project: Project, file: str) -> None:
    start_branch(project)
    project.write(file, re.sub(r'(en: "[^"]+)\."', r'\1 now."', project.read(file), count=1))
    assert notes_on_a_branch(project) == [f"{file}: the text changed in en but not in ca, es, fr"]
