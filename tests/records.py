"""Records as files say them, with as little as a test needs."""

from __future__ import annotations

from typing import Any

from kb.langs import LANGS
from kb.model import City

_TEXT = dict.fromkeys(LANGS, "x")


def relation(id: str = "agreement", **parts: Any) -> dict[str, Any]:
    """A relation as a file says it."""
    return {"id": id, "kind": "twinning", "sources": ["source"], **parts}


def decision(kind: str, date: str, until: str | None = None) -> dict[str, Any]:
    """A decision as a file says it."""
    return {"kind": kind, "date": date, "by": _TEXT, "until": until, "sources": ["source"]}


def in_force(date: str) -> dict[str, Any]:
    """A source that treats the relation as in force."""
    return {"date": date, "sources": ["source"]}


def city(*relations: dict[str, Any]) -> City:
    """A city with these relations."""
    return City.model_validate(
        {
            "id": "city",
            "name": _TEXT,
            "country": "CO",
            "region": "latin-america",
            "coordinates": {"lat": 6.2, "lon": -75.5},
            "lead": {"text": _TEXT, "sources": ["source"]},
            "checked": "2026",
            "relations": list(relations),
        }
    )
