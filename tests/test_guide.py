"""The contributing guide says what the program does: its rules, its keys, its buttons, its example."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
import yaml
from pydantic import BaseModel

from kb import model
from kb.examine import examine
from kb.faults import Fault
from kb.langs import LANGS, Lang
from kb.markup import headings
from kb.rules.every import EVERY
from kb.site import Site
from kb.strings import load_strings
from tests.project import ROOT, Project

#: Section of the page on data files → the model that it explains.
EXPLAINED: dict[str, type[BaseModel]] = {
    "city": model.City,
    "relation": model.Relation,
    "statement": model.Statement,
    "source": model.Source,
    "event": model.Event,
    "term": model.Term,
    "project": model.Project,
    "network": model.Network,
}


def guide(page: str, lang: Lang) -> str:
    """A page of the guide."""
    return (ROOT / "docs" / lang / "contribute" / f"{page}.md").read_text("utf-8")


def section(text: str, anchor: str) -> str:
    """The part of a page under the heading with this id."""
    return re.split(r"^## ", text.partition(f"{{#{anchor}}}\n")[2], flags=re.MULTILINE)[0]


@pytest.mark.parametrize("lang", LANGS)
def test_every_rule_has_a_section_titled_with_its_name(lang: Lang) -> None:
    found = [
        (heading.text, heading.anchor) for heading in headings(guide("checks", lang)) if heading.level == 2
    ]
    assert found == [(f"`{rule.name}`", rule.name) for rule in EVERY]


@pytest.mark.parametrize("lang", LANGS)
def test_every_section_shows_a_message_and_says_how_to_mend_it(lang: Lang) -> None:
    for rule in EVERY:
        text = section(guide("checks", lang), rule.name)
        messages = re.findall(
            r"^(?:data|docs)/\S.*:\d+:\d+: .+; .+ · see contribute/checks/#(.+)$", text, re.M
        )
        assert messages, rule.name
        assert set(messages) == {rule.name}
        assert len(re.findall(r"^\*\*[^*]+\.\*\* ", text, re.M)) == 2, rule.name


def test_every_fault_ends_with_a_link_to_its_section(monkeypatch: pytest.MonkeyPatch) -> None:
    fault = Fault("data/a.yml", 1, 1, "a", "b", "places")
    monkeypatch.delenv("SITE_URL")
    assert str(fault).endswith("; b · see contribute/checks/#places")
    monkeypatch.setenv("SITE_URL", "https://barcelona.example/world")
    assert str(fault).endswith(" · see https://barcelona.example/world/contribute/checks/#places")


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("name", EXPLAINED)
def test_the_tables_have_every_key_and_say_which_must_be_there(lang: Lang, name: str) -> None:
    rows = re.findall(r"^\| `(\w+)` \| (\S+) \|", section(guide("data", lang), name), re.MULTILINE)
    fields = EXPLAINED[name].model_fields
    assert {key for key, _ in rows} == set(fields)
    needed = {"ca": "sí", "es": "sí", "en": "yes", "fr": "oui"}[lang]
    assert {key for key, word in rows if word == needed} == {
        key for key, field in fields.items() if field.is_required()
    }


@pytest.mark.parametrize("lang", LANGS)
def test_the_buttons_are_called_as_on_the_pages(lang: Lang) -> None:
    strings = load_strings(ROOT)[0][lang]
    start, translate = guide("index", lang), guide("translate", lang)
    for label in (strings["words"]["edit_prose"], strings["words"]["edit_facts"], strings["correct"]["mail"]):
        assert label in start
    assert strings["words"]["translate"] in translate
    assert strings["translations"]["title"] in translate


def examples(lang: Lang) -> list[str]:
    """The files of the example: the city and its sources."""
    return re.findall(
        r"^```yaml\n(.*?)^```", section(guide("data", lang), "example"), re.DOTALL | re.MULTILINE
    )


def test_the_example_is_the_same_in_every_language_but_for_its_comments() -> None:
    city, sources = ([yaml.safe_load(examples(lang)[number]) for lang in LANGS] for number in (0, 1))
    assert all(other == city[0] for other in city)
    assert all(other == sources[0] for other in sources)


@pytest.fixture
def real_data(tmp_path: Path) -> Project:
    """The real data and prose, with what has been read of them already."""
    for name in ("data", "docs", ".cache"):
        if (ROOT / name).exists():
            shutil.copytree(ROOT / name, tmp_path / name, ignore=shutil.ignore_patterns("pages", "assets"))
    return Project(tmp_path)


def test_the_example_is_a_good_city(real_data: Project) -> None:
    city, sources = examples("en")
    real_data.write("data/cities/portclar.yml", city)
    real_data.write("data/sources/portclar.yml", sources)
    told = [fault for fault in examine(real_data.root) if "portclar" in str(fault)]
    assert [str(fault) for fault in told if fault.blocks] == []
    site: Site = real_data.open()
    assert "portclar" in site.kb.records["cities"]
