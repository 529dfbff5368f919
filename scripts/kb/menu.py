"""The menu: what stands in the head of every page, under More, and in the foot."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from kb.addresses import Addresses
from kb.langs import LANGS, Lang
from kb.page import Page
from kb.progress import page_name
from kb.site import Site

MAIN = ("cities", "networks", "policies", "projects", "learn")
MORE = ("plans", "organisations", "figures", "timeline", "glossary", "sources", "data", "about", "contribute")
FOOT = ("about", "contribute", "accessibility", "privacy")
#: Those that are always there; the others are articles, which a knowledge base may do without.
OVERVIEWS = {*MAIN, *MORE} - {*FOOT}

#: The languages by their own names.
LANGUAGE_NAMES: dict[Lang, str] = dict(zip(LANGS, ("Català", "Español", "English", "Français"), strict=True))

Item = dict[str, object]


def menu(site: Site, addresses: Addresses, page: Page, entries: tuple[str, ...]) -> list[Item]:
    """Label, path from the root of the site, and whether the page is there or below."""
    return [
        {
            "label": name,
            "path": addresses.site_path(path, page.lang),
            "current": page.path == path,
            "within": page.path.startswith(f"{path}/"),
        }
        for path, name in named(site, page.lang, entries)
    ]


def named(site: Site, lang: Lang, paths: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Path and name of each overview or article, of those that are there."""
    for path in paths:
        if path in OVERVIEWS or path in site.prose[lang]:
            yield path, page_name(site, path, lang)


def languages(addresses: Addresses, page: Page) -> Iterator[Item]:
    """The same page in each language."""
    for lang, name in LANGUAGE_NAMES.items():
        yield {
            "lang": lang,
            "name": name,
            "path": addresses.site_path(page.path, lang) or ".",
            "current": lang == page.lang,
        }
