"""YAML as people write it: read strictly, with the place of every value, and faults instead of crashes.

Anchors, aliases, tags and merge keys are refused (nobody here needs them, and they can hide bombs).
Dates, yes/no and country codes stay text: only whole numbers, decimals, true, false and null are typed.
Values are made from the parser's events, so that nothing is built before it is found to be allowed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import yaml
from yaml.events import (
    AliasEvent,
    CollectionStartEvent,
    Event,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
    StreamEndEvent,
)
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode
from yaml.reader import Reader

from kb.faults import Fault

Loc = tuple[str | int, ...]

MAX_BYTES = 5_000_000
MAX_DEPTH = 40
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


def _start(part: Node | Event) -> tuple[int, int]:
    mark = part.start_mark
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


def decoded(data: bytes, file: str) -> tuple[str | None, list[Fault]]:
    """The text of a file in UTF-8, or the fault that it is none, at its first wrong byte."""
    try:
        return data.decode("utf-8-sig"), []
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        column = error.start - data.rfind(b"\n", 0, error.start)
        remedy = "save the file as UTF-8 (in most editors: Save with encoding)"
        return None, [Fault(file, line, column, "a character that is not UTF-8", remedy, "yaml")]


def parse_yaml(data: bytes, file: str) -> tuple[YamlFile | None, list[Fault]]:
    """Parse the bytes of a file; never raises."""
    if len(data) > MAX_BYTES:
        found = f"the file has {len(data) // 1_000_000} MB"
        return None, [Fault(file, 1, 1, found, "split it: one record is a few kilobytes", "yaml")]
    text, faults = decoded(data, file)
    if text is None:
        return None, faults
    if not text.strip():
        remedy = "copy an existing record and change it, or remove the file"
        return None, [Fault(file, 1, 1, "the file is empty", remedy, "yaml")]
    odd = Reader.NON_PRINTABLE.search(text)
    if odd:
        line, column = _position(text, odd.start())
        found = f"not YAML (the control character U+{ord(odd[0]):04X})"
        return None, [Fault(file, line, column, found, "remove it", "yaml")]
    try:
        return _Reading(text, file).whole(data)
    except yaml.MarkedYAMLError as error:
        return None, [_syntax_fault(file, text, error)]


def _position(text: str, index: int) -> tuple[int, int]:
    return text.count("\n", 0, index) + 1, index - text.rfind("\n", 0, index)


def _compose(text: str) -> Node | None:
    loader = _Loader(text)
    try:
        node: Node | None = loader.get_single_node()
        return node
    finally:
        loader.dispose()


class _TooDeep(Exception):
    """Lists or tables in one another beyond reason."""


class _Reading:
    """One file being read, event by event, with the faults found so far."""

    def __init__(self, text: str, file: str) -> None:
        self._file = file
        self._events: Iterator[Event] = yaml.parse(text, Loader=_Loader)
        self._faults: list[Fault] = []

    def whole(self, data: bytes) -> tuple[YamlFile | None, list[Fault]]:
        """The value of the only document, and the faults; raises MarkedYAMLError."""
        next(self._events)
        if isinstance(next(self._events), StreamEndEvent):
            remedy = "copy an existing record and change it, or remove the file"
            return None, [Fault(self._file, 1, 1, "the file has only comments", remedy, "yaml")]
        try:
            value = self._value(next(self._events), 0)
        except _TooDeep:
            return None, self._faults
        next(self._events)
        another = next(self._events)
        if not isinstance(another, StreamEndEvent):
            remedy = "one file is one record: remove the line --- and what follows it"
            self._fault(another, "not YAML (but found another document)", remedy)
        return YamlFile(self._file, value, data), self._faults

    def _fault(self, event: Event, found: str, remedy: str) -> None:
        line, column = _start(event)
        self._faults.append(Fault(self._file, line, column, found, remedy, "yaml"))

    def _value(self, event: Event, depth: int) -> Any:
        if depth > MAX_DEPTH:
            remedy = "write the lists and tables in one another with fewer steps, as in the other records"
            self._fault(event, f"not YAML that we read (more than {MAX_DEPTH} steps deep)", remedy)
            raise _TooDeep
        if isinstance(event, AliasEvent):
            self._fault(event, "an alias (*name)", "write the value out again here")
            return None
        assert isinstance(event, (CollectionStartEvent, ScalarEvent))
        if event.anchor is not None:
            remedy = "remove the & and the name; put a text that starts with & between double quotes"
            self._fault(event, f"an anchor (&{event.anchor})", remedy)
        if event.tag is not None:
            self._fault(event, f"a tag ({event.tag})", "remove the ! and what follows it")
        if isinstance(event, MappingStartEvent):
            return self._mapping(depth)
        if isinstance(event, SequenceStartEvent):
            items = []
            while not isinstance(item := next(self._events), SequenceEndEvent):
                items.append(self._value(item, depth + 1))
            return items
        assert isinstance(event, ScalarEvent)
        return event.value if event.style else _typed(event.value)

    def _mapping(self, depth: int) -> dict[str, Any]:
        result: dict[str, Any] = {}
        while not isinstance(event := next(self._events), MappingEndEvent):
            self._value(event, depth + 1)
            value = self._value(next(self._events), depth + 1)
            if not isinstance(event, ScalarEvent):
                self._fault(event, "a key that is a list or a table", "write a word")
            elif event.value == "<<":
                self._fault(event, "a merge key (<<)", "write the values out again")
            elif event.value in result:
                self._fault(event, f"`{event.value}` stands twice", "keep one of the two")
            else:
                result[event.value] = value
        return result


def _typed(value: str) -> Any:
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
    elif re.match(r"\s*(?:- )?[\w-]+: +\"[^\"]*\" *[^\s#]", shown):
        remedy = 'inside a text between quotes write “ ” or « », not "; pasted HTML has to go'
    elif "expected <block end>" in problem or "did not find expected" in problem:
        remedy = "check the indentation: keys of one level start in the same column"
    else:
        remedy = "compare with a record that works"
    return Fault(file, line, column, f"not YAML ({problem})", remedy, "yaml")
