"""The sitemap: every page in every language with its alternates (sitemaps.org, hreflang by Google)."""

from __future__ import annotations

from collections.abc import Iterable
from xml.sax.saxutils import quoteattr

from kb.addresses import Addresses
from kb.langs import LANGS


def sitemap(paths: Iterable[str], addresses: Addresses) -> str:
    """The XML of the sitemap for the pages at `paths`."""
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
        ' xmlns:xhtml="http://www.w3.org/1999/xhtml">',
    ]
    for path in paths:
        links = "".join(
            f'<xhtml:link rel="alternate" hreflang={quoteattr(code)} href={quoteattr(address)}/>'
            for code, address in addresses.alternates(path).items()
        )
        for lang in LANGS:
            address = quoteattr(addresses.page(path, lang))[1:-1]
            lines.append(f"<url><loc>{address}</loc>{links}</url>")
    return "\n".join([*lines, "</urlset>", ""])
