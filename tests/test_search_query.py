"""How queries are read: `docs/assets/javascripts/search/query.js`, run by Node."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Callable
from typing import Any

import pytest

from kb.search.documents import folded, open_elisions
from tests.project import ROOT

SCRIPT = ROOT / "docs" / "assets" / "javascripts" / "search" / "query.js"
_CALL = """
import * as query from "./query.mjs";
const [name, args] = JSON.parse(process.argv[1]);
console.log(JSON.stringify(query[name](...args)));
"""

Call = Callable[..., Any]


@pytest.fixture(scope="module")
def call(tmp_path_factory: pytest.TempPathFactory) -> Call:
    """Calls a function of the module with values that JSON can say."""
    node = shutil.which("node")
    if node is None:
        pytest.skip("needs Node")
    folder = tmp_path_factory.mktemp("query")
    shutil.copy(SCRIPT, folder / "query.mjs")

    def run(name: str, *args: Any) -> Any:
        command = [node, "--input-type=module", "-e", _CALL, json.dumps([name, args])]
        done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout)

    return run


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
    assert call("alternatives", ["all", "sister", "cities", "of", "onu"], groups) == [
        ["all", "twinning", "of", "onu"],
        ["all", "sister", "cities", "of", "united", "nations"],
    ]
    assert call("alternatives", ["twinning"], groups) == []


def test_accents_do_not_matter_in_synonyms(call: Call) -> None:
    assert call("alternatives", ["villes", "soeurs"], [["jumelage", "villes sœurs"]]) == [["jumelage"]]


@pytest.mark.parametrize(
    ("word", "name"),
    [
        ("Medelin", "medellin"),
        ("sarajveo", "sarajevo"),
        ("eurocitats", "eurociutats"),
        ("montevidoe", "montevideo"),
        ("lio", None),
        ("zzzzqqq", None),
    ],
)
def test_slips_of_typing_are_mended_from_names(call: Call, word: str, name: str | None) -> None:
    names = ["eurociutats", "medellin", "montevideo", "sarajevo", "lyon"]
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
