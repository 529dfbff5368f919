"""The menu: what stands in the head of every page, and what stands under More."""

from __future__ import annotations

from collections.abc import Iterator

from kb.addresses import Addresses
from kb.langs import LANGS, Lang
from kb.page import Page
from kb.site import Site

MAIN = ("cities", "networks", "policies", "projects", "learn")
MORE = ("plans", "organisations", "figures", "timeline", "glossary", "sources", "about")

#: The languages by their own names.
LANGUAGE_NAMES: dict[Lang, str] = dict(zip(LANGS, ("Català", "Español", "English", "Français"), strict=True))

Item = dict[str, object]


def menu(site: Site, addresses: Addresses, page: Page, entries: tuple[str, ...]) -> list[Item]:
    """Label, path from the root of the site, and whether the page is there or below."""
    names = site.strings[page.lang]["collections"]
    return [
        {
            "label": names[path],
            "path": addresses.site_path(path, page.lang),
            "current": page.path == path,
            "within": page.path.startswith(f"{path}/"),
        }
        for path in entries
        if path != "about" or "about" in site.prose[page.lang]
    ]


def languages(addresses: Addresses, page: Page) -> Iterator[Item]:
    """The same page in each language."""
    for lang, name in LANGUAGE_NAMES.items():
        yield {
            "lang": lang,
            "name": name,
            "path": addresses.site_path(page.path, lang) or ".",
            "current": lang == page.lang,
        }
