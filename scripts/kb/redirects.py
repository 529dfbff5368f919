"""Redirect pages: plain HTML at an old address that leads to the new one on any static host."""

from __future__ import annotations

from html import escape
from pathlib import Path
from posixpath import relpath

from kb.addresses import Addresses
from kb.langs import Lang
from kb.strings import Strings

#: Where the script is that keeps the place on the page; without it the page itself is shown.
SCRIPT = "assets/javascripts/redirect.js"


def redirect_page(old: str, new: str, lang: Lang, addresses: Addresses, strings: Strings) -> str:
    """The page at `old` that leads to `new` (which may name a place: `cities/havana#twinning`)."""
    page, hash_, anchor = new.partition("#")
    here = addresses.site_path(old, lang)
    there = relpath(addresses.site_path(page, lang) or ".", here) + "/" + hash_ + anchor
    title, words = escape(strings["redirect"]["title"]), escape(strings["redirect"]["text"])
    return f"""<!doctype html>
<html lang="{lang}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<link rel="canonical" href="{escape(addresses.page(page, lang))}">
<meta name="robots" content="noindex">
<meta http-equiv="refresh" content="0; url={escape(there)}">
<script type="module" src="{relpath(SCRIPT, here)}"></script>
</head>
<body>
<p>{words} <a href="{escape(there)}">{escape(addresses.page(page, lang))}</a></p>
</body>
</html>
"""


def write_redirects(
    site_dir: Path, moved: dict[str, str], lang: Lang, addresses: Addresses, strings: Strings
) -> None:
    """Write the redirect pages of a language."""
    for old, new in moved.items():
        file = site_dir / addresses.site_path(old, lang) / "index.html"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(redirect_page(old, new, lang, addresses, strings), "utf-8")
