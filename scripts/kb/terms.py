"""Terms of the glossary where they occur: on its first use on a page, a term leads to what it means."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from markupsafe import Markup, escape

from kb import model
from kb.langs import Lang
from kb.prose import blank, without_code

#: `organització no governamental (ONG)`: the name and its short form are both used.
_SHORT = re.compile(r"\s*\(([^)]+)\)")
_WORD = re.compile(r"[\w,]*\w")
_ARTICLE = re.compile(r"^(?:el|la|los|las|les|the)\s+", re.IGNORECASE)
#: What Markdown reads as something else than running text: links and marks, headings, HTML, attributes.
_NO_TEXT = re.compile(r"!?\[[^\]]*\](?:\([^)]*\))?|^#.*$|<[^>]*>|\{[^}]*\}", re.MULTILINE)


@dataclass(frozen=True)
class Lexicon:
    """The forms of the glossary's terms in one language, by their first word in small letters."""

    forms: dict[str, list[tuple[re.Pattern[str], model.Term]]]

    @classmethod
    def of(cls, terms: Iterable[model.Term], lang: Lang) -> Lexicon:
        """The lexicon of a language; longer forms come before those they contain."""
        found: dict[str, list[tuple[re.Pattern[str], model.Term]]] = {}
        forms = [(form, term) for term in terms for form in _forms(term.term[lang])]
        for form, term in sorted(forms, key=lambda item: -len(item[0])):
            pattern = re.compile(rf"{_any_number(form)}(?![\w-])", re.IGNORECASE)
            first = form.split()[0].casefold()
            for word in {_WORD.findall(first)[0] + ending for ending in ("", "s", "es")}:
                found.setdefault(word, []).append((pattern, term))
        return cls(found)

    def uses(self, text: str) -> Iterator[tuple[re.Match[str], model.Term]]:
        """Every use of a term in a text, in order."""
        end = 0
        for word in _WORD.finditer(text) if self.forms else ():
            if word.start() < end:
                continue
            for pattern, term in self.forms.get(word[0].casefold(), ()):
                match = pattern.match(text, word.start())
                if match:
                    end = match.end()
                    yield match, term
                    break


def _forms(term: str) -> list[str]:
    short = _SHORT.search(term)
    name = _ARTICLE.sub("", _SHORT.sub("", term))
    return [name, short[1]] if short else [name]


def _any_number(form: str) -> str:
    """A pattern of a term whose words may take the -s or -es of the plural."""
    words = (re.escape(word) + ("(?:e?s)?" if word[-1].isalpha() else "") for word in form.split())
    return r"\s+".join(words)


def running_text(markdown: str) -> str:
    """Markdown with spaces in the place of code, links, marks, headings and HTML. As long as before."""
    return _NO_TEXT.sub(blank, without_code(markdown))


@dataclass
class Explained:
    """The terms explained on a page so far, in the order of their first use."""

    lexicon: Lexicon
    terms: dict[str, model.Term] = field(default_factory=dict)

    def text(self, text: str) -> Markup:
        """A plain text as HTML, its new terms as links to their definition at the end of the page."""
        parts, end = [], 0
        for match, term in self._new(text):
            parts += [escape(text[end : match.start()]), _link(match[0], term)]
            end = match.end()
        return Markup("").join([*parts, escape(text[end:])])

    def markdown(self, text: str) -> str:
        """Markdown with its new terms as links to their definition at the end of the page."""
        parts, end = [], 0
        for match, term in self._new(running_text(text)):
            parts += [text[end : match.start()], str(_link(match[0], term))]
            end = match.end()
        return "".join([*parts, text[end:]])

    def _new(self, text: str) -> Iterator[tuple[re.Match[str], model.Term]]:
        for match, term in self.lexicon.uses(text):
            if term.id not in self.terms:
                self.terms[term.id] = term
                yield match, term


def _link(words: str, term: model.Term) -> Markup:
    return Markup('<a class="kb-term" href="#term-{}">{}</a>').format(term.id, words)
