"""Addresses: where a page is on the site and where its sources are on the forge."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from urllib.parse import quote

from kb.langs import DEFAULT_LANG, LANGS, Lang
from kb.page import Page


def site_path(path: str, lang: Lang) -> str:
    """The path from the root of the site, without a slash at its start: `es/cities/medellin/`."""
    prefix = "" if lang == DEFAULT_LANG else f"{lang}/"
    return f"{prefix}{path}/" if path else prefix


def slug(name: str) -> str:
    """A name as a part of an address: `Tel-Aviv–Jaffa` → `tel-aviv-jaffa`."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")


@dataclass(frozen=True)
class Addresses:
    """The site's and the repository's addresses; both end with a slash or not, as people write them."""

    site_url: str
    repo_url: str
    branch: str = "main"
    mailbox: str = ""

    def site_path(self, path: str, lang: Lang) -> str:
        """The path from the root of the site, see `site_path`."""
        return site_path(path, lang)

    def page(self, path: str, lang: Lang) -> str:
        """The absolute address of a page."""
        return f"{self.site_url.rstrip('/')}/{self.site_path(path, lang)}"

    def alternates(self, path: str) -> dict[str, str]:
        """Hreflang → absolute address, with `x-default`; the same on every language of the page."""
        found: dict[str, str] = {lang: self.page(path, lang) for lang in LANGS}
        found["x-default"] = self.page(path, DEFAULT_LANG)
        return found

    def edit(self, file: str) -> str:
        """Where a file of the repository is edited in the browser."""
        return f"{self.repo_url.rstrip('/')}/edit/{self.branch}/{file}"

    def new(self, file: str, text: str) -> str:
        """Where a new file of the repository is written in the browser; it begins with `text`."""
        address = f"{self.repo_url.rstrip('/')}/new/{self.branch}"
        return f"{address}?filename={quote(file)}&value={quote(text)}"

    def edit_links(self, page: Page, strings: dict[str, str], blank: str = "") -> list[tuple[str, str]]:
        """The labels and addresses of the files that a page is made of.

        Prose that the page borrows from another language is first to be translated, out of `blank`.
        """
        found = []
        if page.prose_file:
            own = f"docs/{page.lang}/{page.prose_file.split('/', 2)[2]}"
            if own != page.prose_file:
                found.append((strings["translate"], self.new(own, blank)))
            found.append((strings["edit_prose"], self.edit(page.prose_file)))
        if page.data_file:
            found.append((strings["edit_facts"], self.edit(page.data_file)))
        return found

    def mail(self, subject: str, body: str) -> str:
        """A link that begins a message to us."""
        return f"mailto:{self.mailbox}?subject={quote(subject)}&body={quote(body)}"
