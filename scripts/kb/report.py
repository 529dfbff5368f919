"""Faults as people and programs read them: lines, annotations on a pull request, JSON."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import asdict

from kb.faults import Fault


def as_text(faults: Sequence[Fault]) -> str:
    """`file:line:column: what was found; what to write instead`, what blocks nothing first."""
    ordered = sorted(faults, key=lambda fault: (fault.blocks, fault))
    return "\n".join(str(fault) if fault.blocks else f"{fault} (blocks nothing)" for fault in ordered)


def as_github(faults: Sequence[Fault]) -> str:
    """Workflow commands of GitHub Actions, which annotate the lines of a pull request."""
    return "\n".join(map(_annotation, faults))


def _annotation(fault: Fault) -> str:
    level = "error" if fault.blocks else "warning"
    place = {"file": fault.file, "line": fault.line, "col": fault.column, "title": fault.rule}
    properties = ",".join(f"{key}={_escaped(str(value), ',:')}" for key, value in place.items())
    message = f"{fault.found}; {fault.remedy} · see {fault.guide}"
    return f"::{level} {properties}::{_escaped(message)}"


def _escaped(text: str, more: str = "") -> str:
    for character in "%\r\n" + more:
        text = text.replace(character, f"%{ord(character):02X}")
    return text


def as_json(faults: Sequence[Fault]) -> str:
    """A list of objects with the fields of `Fault` and the address of the guide."""
    return json.dumps(
        [asdict(fault) | {"guide": fault.guide} for fault in faults], ensure_ascii=False, indent=2
    )


FORMATS: dict[str, Callable[[Sequence[Fault]], str]] = {
    "text": as_text,
    "github": as_github,
    "json": as_json,
}
