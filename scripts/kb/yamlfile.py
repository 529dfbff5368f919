"""YAML as people write it: read strictly, with the place of every value, and faults instead of crashes.

Anchors, aliases, tags and merge keys are refused (nobody here needs them, and they can hide bombs).
Dates, yes/no and country codes stay text: only whole numbers, decimals, true, false and null are typed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import yaml
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from kb.faults import Fault

Loc = tuple[str | int, ...]

MAX_BYTES = 5_000_000
_INT = re.compile(r"[-+]?(0|[1-9][0-9]{0,17})")
_FLOAT = re.compile(r"[-+]?[0-9]{1,17}\.[0-9]{1,17}")
_CONSTANTS: dict[str, bool | None] = {
    "true": True,
    "false": False,
    "null": None,
    "~": None,
    "": None,
}
_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True)
class YamlFile:
    """What a file says (`value`), and where each part of it stands. `data` is what was read."""

    file: str
    value: Any
    data: bytes

    @cached_property
    def node(self) -> Node | None:
        """The tree of the file with its places; parsed again, as only faults need it."""
        return _compose(self.data.decode("utf-8-sig"))

    def place(self, loc: Loc) -> tuple[int, int]:
        """Line and column, from 1, of the value at `loc`, or of the nearest part above it."""
        node, line, column = self.node, 1, 1
        if node is not None:
            line, column = _start(node)
        for step in loc:
            child = _child(node, step)
            if child is None:
                break
            key, node = child
            line, column = _start(key)
        return line, column

    def node_at(self, loc: Loc) -> Node | None:
        """The node of the value at `loc`, when there is one."""
        node = self.node
        for step in loc:
            child = _child(node, step)
            if child is None:
                return None
            node = child[1]
        return node

    def fault(self, loc: Loc, found: str, remedy: str, rule: str = "data") -> Fault:
        """A fault at the place of `loc`."""
        line, column = self.place(loc)
        return Fault(self.file, line, column, found, remedy, rule)


def _start(node: Node) -> tuple[int, int]:
    mark = node.start_mark
    return (mark.line + 1, mark.column + 1) if mark else (1, 1)


def _child(node: Node | None, step: str | int) -> tuple[Node, Node] | None:
    """The key node (what to point at) and the value node of one step down."""
    if isinstance(node, MappingNode):
        for key, value in node.value:
            if isinstance(key, ScalarNode) and key.value == str(step):
                return key, value
    elif isinstance(node, SequenceNode) and isinstance(step, int) and step < len(node.value):
        item = node.value[step]
        return item, item
    return None


def read_bytes(path: Path, file: str) -> tuple[bytes, list[Fault]]:
    """The bytes of a file, or the fault that it cannot be read."""
    try:
        return path.read_bytes(), []
    except OSError as error:
        found = f"cannot read the file ({error.strerror})"
        return b"", [Fault(file, 1, 1, found, "check its name and whether it is there", "yaml")]


def read_yaml(path: Path, file: str) -> tuple[YamlFile | None, list[Fault]]:
    """Read one file, shown to people as `file`; a file that cannot be read gives faults only."""
    data, faults = read_bytes(path, file)
    return (None, faults) if faults else parse_yaml(data, file)


def parse_yaml(data: bytes, file: str) -> tuple[YamlFile | None, list[Fault]]:
    """Parse the bytes of a file; never raises."""
    if len(data) > MAX_BYTES:
        found = f"the file has {len(data) // 1_000_000} MB"
        return None, [Fault(file, 1, 1, found, "split it: one record is a few kilobytes", "yaml")]
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        column = error.start - data.rfind(b"\n", 0, error.start)
        remedy = "save the file as UTF-8 (in most editors: Save with encoding)"
        return None, [Fault(file, line, column, "a character that is not UTF-8", remedy, "yaml")]
    if not text.strip():
        remedy = "copy an existing record and change it, or remove the file"
        return None, [Fault(file, 1, 1, "the file is empty", remedy, "yaml")]
    try:
        node = _compose(text)
    except yaml.MarkedYAMLError as error:
        return None, [_syntax_fault(file, text, error)]
    except (yaml.YAMLError, RecursionError, ValueError) as error:
        reason = str(error).splitlines()[0] if str(error) else "nested too deep"
        return None, [Fault(file, 1, 1, f"not YAML ({reason})", "remove what is odd", "yaml")]
    if node is None:
        remedy = "copy an existing record and change it, or remove the file"
        return None, [Fault(file, 1, 1, "the file has only comments", remedy, "yaml")]
    faults: list[Fault] = []
    value = _construct(node, file, faults, set())
    return YamlFile(file, value, data), faults


def _compose(text: str) -> Node | None:
    loader = _Loader(text)
    try:
        node: Node | None = loader.get_single_node()
        return node
    finally:
        loader.dispose()


def _construct(node: Node, file: str, faults: list[Fault], seen: set[int]) -> Any:
    line, column = _start(node)
    if id(node) in seen:
        faults.append(Fault(file, line, column, "an alias (*name)", "write the value out again here", "yaml"))
        return None
    seen.add(id(node))
    if not node.tag.startswith("tag:yaml.org,2002:") or node.tag.endswith(("binary", "set", "omap")):
        faults.append(
            Fault(file, line, column, f"a tag ({node.tag})", "remove the ! and what follows it", "yaml")
        )
        return None
    if isinstance(node, MappingNode):
        return _construct_mapping(node, file, faults, seen)
    if isinstance(node, SequenceNode):
        return [_construct(item, file, faults, seen) for item in node.value]
    assert isinstance(node, ScalarNode)
    return _scalar(node)


def _construct_mapping(node: MappingNode, file: str, faults: list[Fault], seen: set[int]) -> dict[str, Any]:
    result: dict[str, Any] = {}
    for key_node, value_node in node.value:
        line, column = _start(key_node)
        if not isinstance(key_node, ScalarNode):
            faults.append(
                Fault(file, line, column, "a key that is a list or a table", "write a word", "yaml")
            )
            continue
        key = key_node.value
        if key == "<<":
            faults.append(Fault(file, line, column, "a merge key (<<)", "write the values out again", "yaml"))
        elif key in result:
            faults.append(Fault(file, line, column, f"`{key}` stands twice", "keep one of the two", "yaml"))
        else:
            result[key] = _construct(value_node, file, faults, seen)
    return result


def _scalar(node: ScalarNode) -> Any:
    value: str = node.value
    if node.style:
        return value
    if value in _CONSTANTS:
        return _CONSTANTS[value]
    if _INT.fullmatch(value):
        return int(value)
    if _FLOAT.fullmatch(value):
        return float(value)
    return value


def _syntax_fault(file: str, text: str, error: yaml.MarkedYAMLError) -> Fault:
    mark = error.problem_mark or error.context_mark
    line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
    lines = text.splitlines()
    shown = lines[line - 1] if line <= len(lines) else ""
    problem = error.problem or error.context or "not YAML"
    if "\t" in shown[: column + 1]:
        return Fault(file, line, column, "a tab", "use spaces to indent, two for each step", "yaml")
    if "mapping values are not allowed" in problem:
        remedy = 'put the text between double quotes: text: "Like this: with a colon"'
    elif "found unexpected end of stream" in problem or "quoted scalar" in str(error.context):
        remedy = 'close the quotes; inside them write “ ” or « », not "'
    elif "undefined alias" in problem or "anchor" in problem:
        remedy = "put a text that starts with * or & between double quotes"
    elif "expected <block end>" in problem or "did not find expected" in problem:
        remedy = "check the indentation: keys of one level start in the same column"
    else:
        remedy = "compare with a record that works"
    return Fault(file, line, column, f"not YAML ({problem})", remedy, "yaml")
