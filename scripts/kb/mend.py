"""Mend what can be mended without asking: typography, in place. Everything else keeps its bytes."""

from __future__ import annotations

import re
from pathlib import Path

import yaml
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from kb.langs import LANGS, Lang
from kb.markup import HIDDEN, masked
from kb.typography import mended

_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def mend_all(root: Path, only: frozenset[Path] | None = None) -> list[Path]:
    """Mend every file of data and prose (or those of `only`); gives the files that changed."""
    changed = []
    for path in sorted([*(root / "data").rglob("*.yml"), *_prose_files(root)]):
        if only is not None and path not in only:
            continue
        before = path.read_bytes().decode("utf-8")
        after = _mended_file(path, before, root)
        if after != before:
            path.write_bytes(after.encode())
            changed.append(path)
    return changed


def _prose_files(root: Path) -> list[Path]:
    return [path for lang in LANGS for path in (root / "docs" / lang).rglob("*.md")]


def _mended_file(path: Path, text: str, root: Path) -> str:
    parts = path.relative_to(root).parts
    if parts[0] == "docs":
        return mended_prose(text, _lang(parts[1]))
    if parts[1] == "i18n":
        return mended_data(text, _lang(path.stem))
    return mended_data(text)


def _lang(name: str) -> Lang:
    return next(lang for lang in LANGS if lang == name)


def mended_prose(text: str, lang: Lang) -> str:
    """Markdown with its title and description; code, addresses and markup stay as they are."""
    end = text.find("\n---", 4) + 4 if text.startswith("---\n") else 0
    return _mended_front(text[:end], lang) + mended(text[end:], lang, masked)


def _mended_front(front: str, lang: Lang) -> str:
    lines = front.split("\n")
    for number, line in enumerate(lines):
        key, colon, value = line.partition(": ")
        if key in ("title", "description") and colon:
            lines[number] = f"{key}: {_mended_scalar(value, lang)}"
    return "\n".join(lines)


def mended_data(text: str, lang: Lang | None = None) -> str:
    """A file of data: texts under `ca`, `es`, `en`, `fr` (with `lang`, all texts) are mended in place."""
    loader = _Loader(text)
    try:
        node = loader.get_single_node()
    except yaml.YAMLError:
        return text
    finally:
        loader.dispose()
    for start, end, scalar_lang in sorted(_scalars(node, lang), reverse=True):
        text = text[:start] + _mended_scalar(text[start:end], scalar_lang) + text[end:]
    return text


def _scalars(node: Node | None, whole: Lang | None) -> list[tuple[int, int, Lang]]:
    """Where the texts of a file are (start, end), with the language of each."""
    found: list[tuple[int, int, Lang]] = []
    if isinstance(node, MappingNode):
        for key, value in node.value:
            lang = whole or next((lang for lang in LANGS if lang == key.value), None)
            if isinstance(value, ScalarNode) and lang and value.start_mark and value.end_mark:
                found.append((value.start_mark.index, value.end_mark.index, lang))
            else:
                found += _scalars(value, whole)
    elif isinstance(node, SequenceNode):
        for item in node.value:
            found += _scalars(item, whole)
    return found


def _mended_scalar(raw: str, lang: Lang) -> str:
    """A scalar as it stands in the file, its own quotes included, which are left as they are."""
    quote = raw[:1] if raw[:1] in ('"', "'") and raw.endswith(raw[:1]) and len(raw) > 1 else ""
    inner = raw[1:-1] if quote else raw
    # An escape is no text, and a plain quote inside would need one.
    hide = r"\\." if quote == '"' else "''"
    return quote + mended(inner, lang, lambda text: _hidden(text, hide)) + quote


def _hidden(text: str, pattern: str) -> str:
    return re.sub(rf"{pattern}|\{{\w*\}}", lambda match: HIDDEN * len(match[0]), text)
