"""How queries are read and what comes first: the pure modules of the search's script, run by Node."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Callable
from typing import Any

import pytest

from kb.search.documents import folded, open_elisions
from tests.project import ROOT

SCRIPTS = ROOT / "docs" / "assets" / "javascripts" / "search"
_MODULES = "".join(f'import * as {name} from "./{name}.js";' for name in ("query", "ranking", "passage"))

Run = Callable[[str], Any]
Call = Callable[..., Any]


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Run:
    """Gives the value of a script in which the modules are known by their names."""
    node = shutil.which("node")
    if node is None:
        pytest.skip("needs Node")
    folder = tmp_path_factory.mktemp("search") / "modules"
    shutil.copytree(SCRIPTS, folder)
    (folder / "package.json").write_text('{"type": "module"}', "utf-8")

    def value(script: str) -> Any:
        code = f"{_MODULES} console.log(JSON.stringify((() => {{ {script} }})()));"
        command = [node, "--input-type=module", "-e", code]
        done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout)

    return value


@pytest.fixture(scope="module")
def call(run: Run) -> Call:
    """Calls a function of `query.js` with values that JSON can say."""
    return lambda name, *args: run(f"return query[{json.dumps(name)}](...{json.dumps(args)})")


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("l'Havana", ["havana"]),
        ("L’agermanament d’acollida", ["agermanament", "acollida"]),
        ("qu'une aide d`urgence", ["une", "aide", "urgence"]),
        ("n'hi s'han m'ho t'ho j'ai c'est", ["hi", "han", "ho", "ho", "ai", "est"]),
        ("aujourd'hui", ["aujourd", "hui"]),
        ("col·laboració", ["collaboració"]),
        ("col.laboració", ["collaboració"]),
        ("col-laboració", ["collaboració"]),
        ("col•laboració", ["collaboració"]),
        ("Tel-Aviv", ["tel", "aviv"]),
        ("U.N.", ["un"]),
        ("0,7 %", ["07"]),
        ("1.500.000 euros", ["1500000", "euros"]),
        ("2018–2021", ["2018", "2021"]),
        ("上海", ["上海"]),
        ("القدس", ["القدس"]),
        ("🎉 <script>", ["script"]),
        ("", []),
    ],
)
def test_a_query_is_read_as_words(call: Call, query: str, words: list[str]) -> None:
    assert call("tokens", query) == words


def test_a_query_is_read_up_to_a_length(call: Call) -> None:
    assert call("tokens", "x" * 10_000) == ["x" * 200]
    assert len(call("tokens", "ab " * 60)) == 12


def test_small_words_are_passed_over_when_others_remain(call: Call) -> None:
    assert call("significant", ["què", "és", "el", "refugi"], ["què", "és", "el"]) == ["refugi"]
    assert call("significant", ["què", "és"], ["què", "és"]) == ["què", "és"]
    assert call("significant", ["x", "7", "上"], []) == ["7", "上"]


def test_words_of_people_become_words_of_the_site(call: Call) -> None:
    groups = [["twinning", "sister cities", "twin towns"], ["United Nations", "ONU"]]
    given = ["all", "sister", "cities", "of", "onu"]
    assert call("inSiteWords", given, groups) == ["all", "twinning", "of", "united", "nations"]
    assert call("inSiteWords", ["twinning"], groups) is None


def test_words_that_mean_the_same_are_asked_for_once(call: Call) -> None:
    group = ["budget", "money", "spends"]
    assert call("inSiteWords", ["money", "barcelona", "spends"], [group]) == ["budget", "barcelona"]


def test_accents_do_not_matter_in_synonyms(call: Call) -> None:
    assert call("inSiteWords", ["villes", "soeurs"], [["jumelage", "villes sœurs"]]) == ["jumelage"]


@pytest.mark.parametrize(
    ("word", "name"),
    [
        ("Medelin", "Medellín"),
        ("Ramalah", "Ramal·lah"),
        ("sarajveo", "sarajevo"),
        ("eurocitats", "eurociutats"),
        ("montevidoe", "montevideo"),
        ("lio", None),
        ("zzzzqqq", None),
    ],
)
def test_slips_of_typing_are_mended_from_names(call: Call, word: str, name: str | None) -> None:
    names = ["eurociutats", "Medellín", "montevideo", "Ramal·lah", "sarajevo", "lyon"]
    assert call("nearest", word, names) == name


def test_one_l_stands_for_two(call: Call) -> None:
    assert "collaboració" in call("withGeminates", "colaboració")
    assert call("withGeminates", "pla") == []


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("ciutat", "ciutats", True),
        ("agermanada", "agermanades", True),
        ("2009", "2006", False),
        ("mars", "mart", False),
        ("habana", "habitatge", False),
    ],
)
def test_forms_of_a_word(call: Call, one: str, other: str, same: bool) -> None:
    assert call("sameStem", one, other) is same


def test_a_name_that_is_the_query_is_like_it(call: Call) -> None:
    assert call("likeness", ["ciutats", "educadores"], "Ciutats Educadores") == 1
    assert call("likeness", ["l", "havana"], "L’Havana") < 1
    assert 0 < call("likeness", ["medellin"], "Mercats de Medellín") < 1
    assert call("likeness", ["aigua"], "Boston") == 0


@pytest.mark.parametrize(
    "text", ["l’Havana i d’altres", "Qu’une aide", "“l'agermanament”", "dogs’ tails", "aujourd’hui"]
)
def test_what_the_index_sets_apart_is_put_together_again(call: Call, text: str) -> None:
    assert call("closeElisions", open_elisions(text)) == text


@pytest.mark.parametrize("text", ["Ramal·lah i Tel-Aviv", "Köln", "villes sœurs", "Straße", "Łódź", "Bogotà"])
def test_python_and_the_script_fold_alike(call: Call, text: str) -> None:
    assert call("fold", text) == folded(text)


# ---- What comes first ---------------------------------------------------------------------------------

#: A word of a query as the index answers it: who has it (id → score), who has it just so, who is called so.
_PART = """const part = (scores, exactly, named, weight = 1) => ({
  results: Object.entries(scores).map(([id, score]) => ({ id, score, words: [] })),
  ids: new Set(exactly), named: new Set(named), weight,
});"""
_ORDER = "return ranking.found(queries).map(({ result }) => result.id);"


def test_rare_words_weigh_more(run: Run) -> None:
    assert run("return ranking.weight(1, 400) > ranking.weight(300, 400)")


def test_a_document_with_every_word_comes_before_one_with_more_of_some(run: Run) -> None:
    queries = (
        "const queries = [[part({ all: 2, some: 5 }, ['all', 'some'], []), part({ all: 2 }, ['all'], [])]];"
    )
    assert run(f"{_PART} {queries} {_ORDER}") == ["all", "some"]


def test_the_word_itself_comes_before_longer_words_that_begin_like_it(run: Run) -> None:
    queries = "const queries = [[part({ longer: 3, itself: 2 }, ['itself'], [])]];"
    assert run(f"{_PART} {queries} {_ORDER}") == ["itself", "longer"]


def test_what_is_called_so_comes_before_what_mentions_it(run: Run) -> None:
    queries = "const queries = [[part({ mention: 5, name: 1 }, ['mention', 'name'], ['name'])]];"
    assert run(f"{_PART} {queries} {_ORDER}") == ["name", "mention"]


def test_either_form_of_a_query_finds_a_document(run: Run) -> None:
    queries = "const queries = [[part({ one: 1 }, ['one'], [])], [part({ other: 2 }, ['other'], [])]];"
    assert run(f"{_PART} {queries} {_ORDER}") == ["other", "one"]


def test_only_documents_that_filters_allow_are_found(run: Run) -> None:
    script = "return ranking.found([[part({ a: 1, b: 2 }, ['a', 'b'], [])]], (id) => id === 'a').length;"
    assert run(f"{_PART} {script}") == 1


def test_the_page_about_the_thing_comes_before_any_number_of_mentions(run: Run) -> None:
    documents = (
        "{ title: 'Water in Gaza', names: [], kind: 'projects', score: 30 },"
        "{ title: 'Gaza', names: ['Gaza', 'Ghazza'], kind: 'cities', score: 2 }"
    )
    script = f"return ranking.bestFirst([{documents}], [['gaza']], []).map((one) => one.title);"
    assert run(script) == ["Gaza", "Water in Gaza"]


_DOCUMENT = """{
  content: "Havana. A city. 1990: First visit. 2018: The memorandum was renewed.".split(" "),
  begin: 1,
  anchors: [{ element: "h1", id: "havana", location: 0 }, { element: "li", id: "visit-1990", location: 3 },
            { element: "li", id: "memorandum-2018", location: 6 }],
  places: new Set([8, 10]),
}"""


def test_the_excerpt_is_the_statement_that_says_most_with_its_place_on_the_page(run: Run) -> None:
    found = run(f"return passage.passage({_DOCUMENT}, ['memorandum', 'renewed'])")
    assert found["anchor"] == "memorandum-2018"
    assert [word["text"] for word in found["words"]] == ["2018:", "The", "memorandum", "was", "renewed."]
    assert [word["text"] for word in found["words"] if word["hit"]] == ["memorandum", "renewed."]


def test_the_excerpt_of_a_name_alone_is_the_beginning(run: Run) -> None:
    found = run(f"return passage.passage({{ ...{_DOCUMENT}, places: new Set() }}, ['havana'])")
    assert found["anchor"] == ""
    assert [word["text"] for word in found["words"]] == ["A", "city."]
