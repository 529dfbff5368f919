"""One stylesheet for every page: the theme's without the rules for parts that no page has, then ours."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import pairwise
from pathlib import Path

import rcssmin
import tinycss2
from tinycss2.ast import AtRule, Node, QualifiedRule

#: What a page may have of what rules ask for: classes, and the attributes and names of the theme's parts.
_CLASSES = re.compile(rb'\bclass="([^"]*)"')
_PARTS = re.compile(rb"\bdata-md-[a-z-]+")
#: Classes that scripts give to the whole page.
_BY_SCRIPT = frozenset({"js", "no-js"})

_REFERENCE = re.compile(r"var\(\s*(--[\w-]+)")
_GROUPS = ("media", "supports", "container", "layer")


class StyleMissing(Exception):
    """The site's stylesheet imports one that is not there; the message says which."""


def join_styles(folder: Path, pages: Iterable[Path]) -> None:
    """Put into the stylesheet of a built site those that it imports, and take these and all comments away.

    Of the theme's only what `pages` and the other stylesheets use is kept. Raises StyleMissing.
    """
    style = folder / "assets" / "stylesheets" / "style.css"
    parts = [style.with_name(name) for name in imports(style.read_text("utf-8"))]
    for part in parts:
        if not part.is_file():
            found = ", ".join(sorted(path.name for path in style.parent.glob("*.css")))
            raise StyleMissing(
                f"docs/assets/stylesheets/style.css imports {part.name}, which is not there (of another"
                f" version of the theme?); import one of: {found}"
            )
    used = names_in(path.read_bytes() for path in pages)
    ours = "".join(
        path.read_text("utf-8") for path in sorted(style.parent.glob("*.css")) if not _is_theme(path)
    )
    style.write_text(rcssmin.cssmin("".join(_part(path, used, ours) for path in parts)), "utf-8")
    for part in parts:
        part.unlink()


def imports(css: str) -> list[str]:
    """The names that a stylesheet imports."""
    rules = tinycss2.parse_stylesheet(css, skip_comments=True, skip_whitespace=True)
    return [
        token.value
        for rule in rules
        if isinstance(rule, AtRule) and rule.lower_at_keyword == "import"
        for token in rule.prelude
        if token.type == "string"
    ]


def _part(sheet: Path, used: set[str], ours: str) -> str:
    css = sheet.read_text("utf-8")
    return trimmed(css, used, ours) if _is_theme(sheet) else css


def _is_theme(sheet: Path) -> bool:
    return sheet.name.endswith(".min.css")


def names_in(pages: Iterable[bytes]) -> set[str]:
    """Every class of the pages, and every attribute of the theme's parts."""
    found: set[bytes] = set()
    for html in pages:
        for value in set(_CLASSES.findall(html)):
            found.update(value.split())
        found.update(_PARTS.findall(html))
    return {name.decode() for name in found} | _BY_SCRIPT


def trimmed(css: str, used: set[str], others: str = "") -> str:
    """The rules that can match where only `used` names are, and the custom properties they refer to."""
    rules = tinycss2.parse_stylesheet(css, skip_comments=True, skip_whitespace=True)
    referred = set(_REFERENCE.findall("".join(_kept(rules, used)) + others))
    return "".join(_kept(rules, used, referred))


def _kept(rules: Iterable[Node], used: set[str], referred: set[str] | None = None) -> Iterator[str]:
    for rule in rules:
        if isinstance(rule, QualifiedRule):
            selectors = [s for s in _selectors(rule.prelude) if _names(s) <= used]
            prelude = ",".join(tinycss2.serialize(selector).strip() for selector in selectors)
            body = ";".join(_declarations(rule, referred))
            if prelude and body:
                yield f"{prelude}{{{body}}}"
        elif isinstance(rule, AtRule) and rule.content is not None and rule.lower_at_keyword in _GROUPS:
            within = tinycss2.parse_rule_list(rule.content, skip_comments=True, skip_whitespace=True)
            inner = "".join(_kept(within, used, referred))
            if inner:
                yield f"@{rule.at_keyword}{tinycss2.serialize(rule.prelude)}{{{inner}}}"
        else:
            yield rule.serialize()


def _selectors(prelude: list[Node]) -> Iterator[list[Node]]:
    selector: list[Node] = []
    for node in prelude:
        if node.type == "literal" and node.value == ",":
            yield selector
            selector = []
        else:
            selector.append(node)
    yield selector


def _names(selector: list[Node]) -> set[str]:
    """The names without which a selector matches nothing; what `:not(…)` or `:is(…)` names may be absent."""
    found = set()
    for before, node in pairwise([None, *selector]):
        if node.type == "ident" and before == ".":
            found.add(node.value)
        elif node.type == "[] block" and node.content[0].type == "ident":
            name = node.content[0].value
            if name.startswith("data-md-"):
                found.add(name)
    return found


def _declarations(rule: QualifiedRule, referred: set[str] | None) -> Iterator[str]:
    """What a rule sets, without the theme's icons and colours that nothing refers to."""
    content = tinycss2.parse_blocks_contents(rule.content, skip_comments=True, skip_whitespace=True)
    for node in content:
        is_idle = referred is not None and node.type == "declaration" and node.name not in referred
        if not (is_idle and node.name.startswith("--md-")):
            yield node.serialize()
