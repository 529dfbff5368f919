"""Articles: pages of prose alone, and the lessons among them; which records they link to."""

from __future__ import annotations

from dataclasses import replace

from kb import formats
from kb.draft import Draft, add_prose, find_prose
from kb.langs import DEFAULT_LANG, Lang
from kb.links import Ref
from kb.page import Page
from kb.prose import Prose
from kb.sheet import Sheet
from kb.site import Site

#: What a lesson says about itself in its front matter, beside its title.
LESSON_FACTS = ("level", "age", "time", "sdgs")


def article_page(site: Site, lang: Lang, path: str) -> Page:
    """A page that is only prose."""
    prose, borrowed = find_prose(site, lang, path)
    assert prose is not None
    sheet = Sheet(site, path, lang)
    draft = Draft()
    section = path.partition("/")[0]
    if section != path:
        draft.block("crumbs", sheet.render("crumbs.html", collection=section))
    title, text = split_title(prose)
    draft.title(title)
    if is_lesson(prose):
        draft.block("lesson", sheet.render("lesson.html", facts=lesson_facts(sheet, prose)))
    add_prose(draft, sheet, replace(prose, text=text), borrowed)
    draft.sources(sheet)
    return Page(
        path=path,
        lang=lang,
        title=str(prose.meta.get("title", title)),
        description=str(prose.meta.get("description", site.strings[lang]["site"]["tagline"])),
        kind="lesson" if is_lesson(prose) else "prose",
        markdown=draft.source,
        blocks=draft.blocks,
        prose_file=prose.file,
        checked=str(sheet.consulted) if sheet.consulted else None,
    )


def split_title(prose: Prose) -> tuple[str, str]:
    """The title in the first line of the text (or of the front matter) and the text after it."""
    first, _, rest = prose.text.lstrip().partition("\n")
    if first.startswith("# "):
        return first[2:].strip(), rest
    return str(prose.meta.get("title", "")), prose.text


def is_lesson(prose: Prose) -> bool:
    """Whether the front matter says so."""
    return prose.meta.get("kind") == "lesson"


def lesson_facts(sheet: Sheet, prose: Prose) -> list[tuple[str, str]]:
    """Label and value of what a lesson says about itself."""
    facts = []
    for key in LESSON_FACTS:
        value = prose.meta.get(key)
        if value:
            shown = ", ".join(map(str, value)) if isinstance(value, list) else str(value)
            facts.append((sheet.t["labels"][key], shown))
    return facts


def lessons(site: Site, lang: Lang) -> list[tuple[str, str, str]]:
    """Path, title and description of each lesson, in the order of the language."""
    found = []
    for path in site.prose[DEFAULT_LANG]:
        prose, _ = find_prose(site, lang, path)
        if prose and is_lesson(prose):
            found.append((path, str(prose.meta["title"]), str(prose.meta["description"])))
    return formats.in_order(found, lambda item: item[1], lang)


def articles_on(site: Site, ref: Ref, lang: Lang) -> list[tuple[str, str]]:
    """Path and title of the articles and lessons that link to a record."""
    found = []
    for path in site.mentions.get(str(ref), []):
        prose, _ = find_prose(site, lang, path)
        if prose:
            found.append((path, str(prose.meta.get("title", split_title(prose)[0]))))
    return formats.in_order(found, lambda item: item[1], lang)
