"""The reading tools of a page: its toolbar, how to cite it and how to correct it."""

from __future__ import annotations

from collections.abc import Iterator

from kb import citing, formats
from kb.addresses import Addresses
from kb.citing import Reference
from kb.dates import When
from kb.langs import DEFAULT_LANG
from kb.page import Page
from kb.sheet import Sheet
from kb.site import Site
from kb.translations import blank_translation

#: A page that is made anew for every reader is neither cited nor corrected.
_NOT_CITED = "search"


def reference(site: Site, addresses: Addresses, page: Page) -> Reference:
    """What is said of a page when it is cited."""
    return Reference(
        path=page.path,
        lang=page.lang,
        title=page.title,
        site=site.strings[page.lang]["site"]["name"],
        address=addresses.page(page.path, page.lang),
        date=When.parse(page.checked).last if page.checked else None,
    )


def meta_tags(site: Site, addresses: Addresses, page: Page) -> Iterator[tuple[str, str]]:
    """Name and content of the meta tags for reference managers."""
    if page.kind != _NOT_CITED:
        yield from citing.meta_tags(reference(site, addresses, page))


def toolbar(site: Site, page: Page) -> str:
    """The tools above the text of what is read; the home page only leads on."""
    if page.kind in ("home", _NOT_CITED):
        return ""
    return Sheet(site, page.path, page.lang).render("toolbar.html")


def closing(site: Site, addresses: Addresses, page: Page) -> str:
    """What stands below the text: cite, correct, and the foot of the printed page."""
    if page.kind == _NOT_CITED:
        return ""
    sheet = Sheet(site, page.path, page.lang)
    told = reference(site, addresses, page)
    original = site.prose[DEFAULT_LANG].get(page.path)
    blank = blank_translation(original) if original else ""
    subject = sheet.t["correct"]["subject"].format(title=page.title)
    return sheet.render(
        "closing.html",
        reference=told,
        checked=sheet.t["tools"]["checked"].format(date=formats.partial_date(told.date, page.lang))
        if told.date
        else "",
        forms=list(citing.texts(told, sheet.t)),
        edit=addresses.edit_links(page, sheet.t["words"], blank),
        mail=addresses.mail(subject, told.address),
        address=addresses.mailbox,
    )
