"""A publication: the pages of the site on their way through a static site generator."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from kb.addresses import Addresses
from kb.cache import RenderCache
from kb.compose import pages
from kb.faults import FaultsFound
from kb.langs import DEFAULT_LANG, LANGS, Lang
from kb.menu import FOOT, MAIN, MORE, languages, menu
from kb.opendata import write_data
from kb.page import Page
from kb.reading import closing, meta_tags, toolbar
from kb.redirects import write_redirects
from kb.site import Site, open_site
from kb.sitemap import sitemap
from kb.urls import gone, moved

#: Files that the theme ships and no page of ours asks for: its script, its search, its palettes, its icon.
UNUSED = re.compile(
    r"assets/(javascripts/(bundle|lunr|workers)|stylesheets/(palette|\S+\.map$)|images/favicon\.png$)"
)

#: A site loaded before the generator started, for the processes forked from this one.
preloaded: Site | None = None

#: When set, only these pages (language, path) are built, beside those that the menu needs.
only: set[tuple[Lang, str]] | None = None


@dataclass
class Publication:
    """The pages of the language being built, and what the generator asks about them."""

    site: Site
    addresses: Addresses
    cache: RenderCache
    paths: list[str] = field(default_factory=list)
    pages: dict[str, Page] = field(default_factory=dict)
    lang: Lang = DEFAULT_LANG

    @classmethod
    def open(cls, root: Path, config: Any) -> Publication:
        """Load and check the knowledge base at `root`; raises FaultsFound."""
        site = preloaded if preloaded and preloaded.root == root else open_site(root)
        addresses = Addresses(
            config.site_url or "/", config.extra["repository"], mailbox=config.extra["contact"]
        )
        return cls(site, addresses, RenderCache.open(root, config))

    def start(self, lang: Lang) -> Iterable[Page]:
        """Compose the pages of a language."""
        self.lang = lang
        digest = self.site.digest if only is None else ""
        recalled = self.cache.recall(digest, lang)
        if recalled is None:
            chosen = None if only is None else {path for code, path in only if code == lang}
            self.pages = {page.src_uri: page for page in pages(self.site, lang, chosen)}
            self.cache.start(self.pages, digest, lang)
        else:
            self.pages = recalled
        self.paths = sorted(page.path for page in self.pages.values() if page.is_listed)
        return self.pages.values()

    def unbuilt(self) -> list[str]:
        """Where the records are whose pages are not built this time; links to them must still work."""
        every = (
            f"{self.lang}/{collection}/{record_id}.md"
            for collection, records in self.site.kb.records.items()
            for record_id in records
        )
        return [src_uri for src_uri in every if src_uri not in self.pages]

    def source(self, src_uri: str) -> str:
        """The Markdown that the generator is to read; next to nothing when the page is stored."""
        page = self.pages[src_uri]
        return self.cache.stub(page) if self.cache.has(src_uri) else page.source

    def filled(self, src_uri: str, html: str) -> str:
        """The rendered Markdown with the HTML blocks in their places."""
        return html if self.cache.has(src_uri) else self.pages[src_uri].filled(html)

    def context(self, src_uri: str) -> dict[str, Any]:
        """What our templates use beside what the generator gives them."""
        if self.cache.has(src_uri):
            return {}
        page = self.pages[src_uri]
        return {
            "kb": {
                "t": self.site.strings[self.lang],
                "page": page,
                "canonical": self.addresses.page(page.path, self.lang),
                "alternates": self.addresses.alternates(page.path),
                "meta": meta_tags(self.site, self.addresses, page),
                "toolbar": toolbar(self.site, page),
                "closing": closing(self.site, self.addresses, page),
                "menu": menu(self.site, self.addresses, page, MAIN),
                "more": menu(self.site, self.addresses, page, MORE),
                "foot": menu(self.site, self.addresses, page, FOOT),
                "languages": list(languages(self.addresses, page)),
                "home": self.addresses.site_path("", self.lang) or ".",
                "search": self.addresses.site_path("search", self.lang),
            }
        }

    def finished(self, src_uri: str, output: str) -> str:
        """The final HTML of a page, stored for the next build; its parts are let go."""
        self.pages[src_uri] = replace(self.pages[src_uri], markdown="", blocks={})
        return self.cache.exchange(src_uri, output)

    def not_found(self) -> list[dict[str, Any]]:
        """The words of the 404 page in every language, with the addresses they lead to."""
        return [
            {
                "lang": lang,
                "t": self.site.strings[lang],
                "home": self.addresses.site_path("", lang) or ".",
                "cities": self.addresses.site_path("cities", lang),
            }
            for lang in LANGS
        ]

    def template(self, name: str, output: str, lang: Lang) -> str:
        """What is for the whole site comes out once, in the default language; the sitemap is ours."""
        return output if lang == DEFAULT_LANG and name != "sitemap.xml" else ""

    def close(self, site_dir: Path, lang: Lang) -> None:
        """Write the files beside the pages of a language; raises FaultsFound for lost addresses."""
        if only is None:
            there = {page.path for page in self.pages.values()}
            led = {old: new for old, new in moved(self.site.root, self.site.kb).items() if old not in there}
            write_redirects(site_dir, led, lang, self.addresses, self.site.strings[lang])
        if lang == DEFAULT_LANG and only is None:
            lost = gone(self.site.root, self.site.kb, [page.path for page in self.pages.values()])
            if lost:
                raise FaultsFound(lost)
            write_data(site_dir, self.site, self.addresses)
            (site_dir / "sitemap.xml").write_text(sitemap(self.paths, self.addresses), "utf-8")
