"""The forge: workflows run what people run, pinned and with few rights; everybody can fill in the forms."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from kb.addresses import Addresses
from kb.langs import LANGS
from kb.page import Page
from kb.translations import State as Translation
from kb.translations import blank_translation, state_of
from tests.project import ROOT, Project, html_file

GITHUB = ROOT / ".github"
WORKFLOWS = sorted((GITHUB / "workflows").glob("*.yml"))
FORMS = [path for path in sorted((GITHUB / "ISSUE_TEMPLATE").glob("*.yml")) if path.name != "config.yml"]


def read(path: Path) -> Any:
    return yaml.safe_load(path.read_text("utf-8"))


def steps(path: Path) -> list[dict[str, Any]]:
    return [step for job in read(path)["jobs"].values() for step in job["steps"]]


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.stem)
def test_actions_are_pinned_by_commit_and_nothing_is_allowed_by_default(path: Path) -> None:
    for line in re.findall(r"uses: (.*)", path.read_text("utf-8")):
        assert re.fullmatch(r"[\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+", line), line
    workflow = read(path)
    assert workflow["permissions"] == {}
    assert all("timeout-minutes" in job and "permissions" in job for job in workflow["jobs"].values())


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.stem)
def test_workflows_run_what_make_runs(path: Path) -> None:
    targets = set(re.findall(r"^([a-z-]+):.*##", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))
    commands = [step["run"] for step in steps(path) if "run" in step]
    made = [match[1] for command in commands if (match := re.match(r"make ([a-z-]+)", command))]
    assert set(made) <= targets
    assert [command for command in commands if not command.startswith(("make ", "git diff "))] == []


def test_everything_that_is_promised_is_run() -> None:
    commands = {path.stem: " ".join(step.get("run", "") for step in steps(path)) for path in WORKFLOWS}
    assert "make test" in commands["ci"]
    assert "--changed origin/$BASE --format github" in commands["ci"]
    assert "make build" in commands["deploy"]
    assert all(f"make {name}" in commands["nightly"] for name in ("links", "status", "audit"))
    assert all(
        "cron" in str(read(GITHUB / "workflows" / f"{name}.yml")[True]) for name in ("deploy", "nightly")
    )


def test_the_workflows_pass_zizmor() -> None:
    zizmor = Path(sys.prefix) / "bin" / "zizmor"
    done = subprocess.run(
        [
            zizmor,
            "--quiet",
            "--offline",
            "--no-progress",
            "--persona",
            "pedantic",
            *WORKFLOWS,
            GITHUB / "dependabot.yml",
        ],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("path", FORMS, ids=lambda path: path.stem)
def test_forms_ask_in_four_languages(path: Path) -> None:
    form = read(path)
    fields = [field for field in form["body"] if field["type"] != "markdown"]
    assert {field["type"] for field in fields} <= {"input", "textarea"}
    assert len({field["id"] for field in fields}) == len(fields)
    texts = [form["name"], form["description"]]
    texts += [field["attributes"][key] for field in fields for key in ("label", "description")]
    assert [text for text in texts if text.count(" · ") != len(LANGS) - 1] == []
    assert any("source" in str(field["id"]) or field["id"] == "address" for field in fields)


def test_every_language_has_people_who_are_asked() -> None:
    owners = (GITHUB / "CODEOWNERS").read_text("utf-8")
    teams = {lang: re.findall(rf"^/docs/{lang}/ +(@\S+)$", owners, re.MULTILINE) for lang in LANGS}
    assert all(len(found) == 1 for found in teams.values())
    assert len({found[0] for found in teams.values()}) == len(LANGS)


STRINGS = {"edit_prose": "text", "edit_facts": "facts", "translate": "translate"}
ADDRESSES = Addresses("https://barcelona.example/", "https://forge.example/us/site/")


def page(**files: str | None) -> Page:
    return Page(path="x", lang="fr", title="x", description="x", kind="x", markdown="", **files)  # type: ignore[arg-type]


def test_edit_links_lead_to_the_prose_and_to_the_facts() -> None:
    both = page(prose_file="docs/fr/cities/x.md", data_file="data/cities/x.yml")
    assert ADDRESSES.edit_links(both, STRINGS) == [
        ("text", "https://forge.example/us/site/edit/main/docs/fr/cities/x.md"),
        ("facts", "https://forge.example/us/site/edit/main/data/cities/x.yml"),
    ]


def test_a_missing_translation_is_a_new_file_that_begins_with_the_headings(project: Project) -> None:
    file = "docs/ca/method.md"
    project.write(
        file,
        '---\ntitle: "Com es fa"\ndescription: "Tot."\n---\n# Com es fa\n\nUn.\n\n## Dades {#data}\n\n`#`\n',
    )
    original = project.open().prose["ca"]["method"]
    blank = blank_translation(original)
    (label, address), (_, edit) = ADDRESSES.edit_links(page(prose_file=file), STRINGS, "a b&c")
    assert (label, edit) == ("translate", f"https://forge.example/us/site/edit/main/{file}")
    assert address == "https://forge.example/us/site/new/main?filename=docs/fr/method.md&value=a%20b%26c"
    project.write("docs/fr/method.md", blank)
    site = project.open()
    translation = site.prose["fr"]["method"]
    assert state_of(translation, original) is Translation.FRESH
    assert translation.meta["title"] == "Com es fa"
    assert re.findall(r"^#.*", translation.text, re.MULTILINE) == ["# Com es fa", "## Dades {#data}"]


def test_the_page_of_a_missing_translation_offers_it(project: Project) -> None:
    from generator import build_site

    build_site(project.open(), project.site_folder)
    html = (project.site_folder / html_file("method", "fr")).read_text("utf-8")
    assert "/new/main?filename=docs/fr/method.md&amp;value=---" in html
    assert "/new/main" not in (project.site_folder / html_file("method", "ca")).read_text("utf-8")
