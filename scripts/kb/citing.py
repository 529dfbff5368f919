"""Citing a page: the same reference as plain text, in APA style, as BibTeX and as RIS, and as meta tags."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from babel.dates import format_skeleton
from markupsafe import Markup

from kb import formats
from kb.dates import PartialDate
from kb.langs import Lang
from kb.strings import Strings

LICENCE = "https://creativecommons.org/licenses/by/4.0/"

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
#: What BibTeX would read as a command, and how it is written so that it reads it as the character.
_BIBTEX = {
    "\\": r"\textbackslash{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    **{sign: f"\\{sign}" for sign in "&%$#_{}"},
}


@dataclass(frozen=True)
class Reference:
    """What is said of a page when it is cited. `date` is the day its facts were last checked, if known."""

    path: str
    lang: Lang
    title: str
    site: str
    address: str
    date: PartialDate | None = None

    @property
    def key(self) -> str:
        """The name of the entry in a bibliography: `barcelona-cities-medellin-en`."""
        return "-".join(["barcelona", *self.path.split("/"), self.lang])


def texts(reference: Reference, strings: Strings) -> Iterator[tuple[str, str, str]]:
    """Each form of citing: its name in addresses, its label and the text."""
    yield "text", strings["cite"]["text"], plain(reference, strings)
    yield "apa", "APA", apa(reference, strings)
    yield "bibtex", "BibTeX", bibtex(reference)
    yield "ris", "RIS", ris(reference)


def plain(reference: Reference, strings: Strings) -> str:
    """A sentence for a text without a style of citing."""
    form = strings["cite"]["plain_dated" if reference.date else "plain"]
    date = formats.partial_date(reference.date, reference.lang) if reference.date else ""
    return form.format(title=reference.title, site=reference.site, date=date, url=reference.address)


def apa(reference: Reference, strings: Strings) -> Markup:
    """APA style, 7th edition (10.16, webpages): the site is a group author and so is not named again."""
    date = apa_date(reference.date, reference.lang) if reference.date else strings["cite"]["no_date"]
    form = Markup("{site}. ({date}). <i>{title}</i>. {url}")
    return form.format(site=reference.site, date=date, title=reference.title, url=reference.address)


def apa_date(date: PartialDate, lang: Lang) -> str:
    """`2026, November 23`: the year first, the rest in the form of the language (English: American)."""
    if date.month is None:
        return str(date.year)
    skeleton = "MMMM" if date.day is None else "MMMMd"
    locale = "en_US" if lang == "en" else formats.locale(lang)
    return f"{date.year}, {format_skeleton(skeleton, date.first_day, locale=locale)}"


def bibtex(reference: Reference) -> str:
    """An entry that old BibTeX and biblatex both read; double braces keep names and capitals as they are."""
    fields = {
        "author": f"{{{_escaped(reference.site)}}}",
        "title": f"{{{_escaped(reference.title)}}}",
        "url": reference.address,
        "langid": _LANGIDS[reference.lang],
    }
    if reference.date:
        fields["year"] = str(reference.date.year)
    lines = [f"  {name} = {{{value}}}," for name, value in fields.items()]
    if reference.date and reference.date.month:
        # A bare word: BibTeX writes the month in the language of the bibliography.
        lines.append(f"  month = {_MONTHS[reference.date.month - 1]},")
    return "\n".join([f"@misc{{{reference.key},", *lines, "}"])


#: The languages by their names in babel and biblatex.
_LANGIDS: dict[Lang, str] = {"ca": "catalan", "es": "spanish", "en": "english", "fr": "french"}


def _escaped(text: str) -> str:
    return re.sub(r"[\\~^&%$#_{}]", lambda match: _BIBTEX[match[0]], text)


def ris(reference: Reference) -> str:
    """A record of type ELEC (web page); a line is a tag of two letters, two spaces, a hyphen and a space."""
    date = reference.date
    tags = [("TY", "ELEC"), ("AU", reference.site), ("TI", reference.title)]
    if date:
        parts = (
            f"{date.year}",
            f"{date.month:02d}" if date.month else "",
            f"{date.day:02d}" if date.day else "",
        )
        tags += [("PY", f"{date.year}"), ("DA", "/".join(parts))]
    tags += [("UR", reference.address), ("LA", reference.lang), ("ER", "")]
    return "\n".join(f"{tag}  - {value}" for tag, value in tags)


def meta_tags(reference: Reference) -> Iterator[tuple[str, str]]:
    """Name and content of the Dublin Core tags that reference managers read.

    Not Highwire's `citation_…`: with them Zotero takes a page for an article of a journal. Nor a creator:
    it would take the name of the site for that of a person.
    """
    yield "DC.title", reference.title
    yield "DC.publisher", reference.site
    if reference.date:
        yield "DC.date", str(reference.date)
    yield "DC.language", reference.lang
    yield "DC.identifier", reference.address
    yield "DC.rights", LICENCE
