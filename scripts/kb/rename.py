"""Rename a record: its file, its prose, every reference to it; the old address becomes a redirect."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable
from functools import partial
from pathlib import Path

import yaml
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from kb.crossref import REFERENCES
from kb.langs import LANGS
from kb.load import COLLECTIONS, SLUG

_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class CannotRename(Exception):
    """Raised before anything is changed; the message says why."""


def rename(root: Path, path: str, new_id: str) -> list[Path]:
    """Give the record at `path` (`cities/havana`) another id; gives the files changed or moved.

    Raises CannotRename when there is no such record, the id is none, or it is taken now or was once.
    """
    collection, _, old_id = path.partition("/")
    folder = root / "data" / collection
    source, target = folder / f"{old_id}.yml", folder / f"{new_id}.yml"
    if collection not in COLLECTIONS or not source.is_file():
        raise CannotRename(f"there is no record {path}; write it as in cities/havana")
    if not SLUG.fullmatch(new_id):
        raise CannotRename(f"{new_id} is no id: use small letters without accents, digits and hyphens")
    if target.exists():
        raise CannotRename(f"{collection}/{new_id} is there already")
    taken = re.compile(rf"^former_ids:.*\b{re.escape(new_id)}\b", re.MULTILINE)
    if any(taken.search(file.read_text("utf-8")) for file in folder.glob("*.yml") if file != source):
        raise CannotRename(f"{collection}/{new_id} is the former address of another record")
    changed = []
    for file in sorted((root / "data").rglob("*.yml")):
        if _rewrite(file, partial(_renamed_in_data, collection=collection, old=old_id, new=new_id)):
            changed.append(file)
    for lang in LANGS:
        for file in sorted((root / "docs" / lang).rglob("*.md")):
            here = file.parent.relative_to(root / "docs" / lang).as_posix()
            if _rewrite(file, partial(_renamed_in_prose, here=here, path=path, new_id=new_id)):
                changed.append(file)
    source.write_bytes(_with_former_id(source.read_bytes().decode("utf-8"), old_id, new_id).encode())
    moves = [(source, target)]
    moves += [
        (
            root / "docs" / lang / collection / f"{old_id}.md",
            root / "docs" / lang / collection / f"{new_id}.md",
        )
        for lang in LANGS
    ]
    for old, new in moves:
        if old.is_file():
            old.rename(new)
            changed = [file for file in changed if file != old] + [new]
    return changed


def _rewrite(file: Path, change: Callable[[str], str]) -> bool:
    before = file.read_bytes().decode("utf-8")
    after = change(before)
    if after != before:
        file.write_bytes(after.encode())
    return after != before


def _renamed_in_data(text: str, collection: str, old: str, new: str) -> str:
    """References by key (`cities: [havana]`) and by path (`related: [cities/havana]`), in place."""
    if old not in text:
        return text
    loader = _Loader(text)
    try:
        node = loader.get_single_node()
    finally:
        loader.dispose()
    places = sorted(_references(node, "", collection, old), reverse=True)
    for start, end in places:
        text = text[:start] + text[start:end].replace(old, new) + text[end:]
    return text


def _references(node: Node | None, key: str, collection: str, old: str) -> list[tuple[int, int]]:
    found: list[tuple[int, int]] = []
    if isinstance(node, MappingNode):
        for name, value in node.value:
            found += _references(value, str(name.value), collection, old)
    elif isinstance(node, SequenceNode):
        for item in node.value:
            found += _references(item, key, collection, old)
    elif isinstance(node, ScalarNode) and node.start_mark and node.end_mark:
        by_id = REFERENCES.get(key) == collection and node.value == old
        by_path = key == "related" and node.value == f"{collection}/{old}"
        if by_id or by_path:
            end = node.end_mark.index
            # Of `cities/havana` only the id is written anew, whatever the collection is called.
            found.append((end - len(old) - (1 if node.style else 0), end))
    return found


def _renamed_in_prose(text: str, here: str, path: str, new_id: str) -> str:
    """Links to the Markdown file of the record, from a file in the folder `here`."""

    def renewed(match: re.Match[str]) -> str:
        file = posixpath.normpath(posixpath.join(here, match[2]))
        if file != f"{path}.md":
            return match[0]
        return f"{match[1]}{posixpath.join(posixpath.dirname(match[2]), new_id)}.md"

    return re.sub(r"(\]\(|\]: +<?|href=\")([^()\s\"<>#]+\.md)", renewed, text)


def _with_former_id(text: str, old: str, new: str) -> str:
    """The record with its new id and the old one among `former_ids`."""
    text = re.sub(
        rf"^id: *[\"']?{re.escape(old)}[\"']?[ \t]*$", f"id: {new}", text, count=1, flags=re.MULTILINE
    )
    listed = re.search(r"^former_ids: *\[(.*)\]", text, re.MULTILINE)
    if listed:
        ids = [part.strip() for part in listed[1].split(",") if part.strip() and part.strip() != new]
        return text[: listed.start()] + f"former_ids: [{', '.join([*ids, old])}]" + text[listed.end() :]
    block = re.search(r"^former_ids: *\n", text, re.MULTILINE)
    if block:
        return text[: block.end()] + f"  - {old}\n" + text[block.end() :]
    return re.sub(r"^(id: .*\n)", rf"\g<1>former_ids: [{old}]\n", text, count=1, flags=re.MULTILINE)
