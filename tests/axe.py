"""axe-core: what it is asked, and what it found in words."""

from __future__ import annotations

from importlib.resources import files
from typing import Any

#: Evaluated once on each page. The marks of the map stand where the cities are, so on a phone not all can be
#: 24 pixels apart (WCAG 2.2, 2.5.8: essential); the list that the map leads to does the same.
SCRIPT = files("axe_playwright_python").joinpath("axe.min.js").read_text(encoding="utf-8") + (
    "\n;axe.configure({rules: [{id: 'target-size', enabled: true, selector: '*:not(.kb-map *)'}]});"
)

#: All rules, and those that a change of colours alone can break.
ALL = "axe.run(document, {resultTypes: ['violations']})"
COLOURS = (
    "axe.run(document, {resultTypes: ['violations'], runOnly: ['color-contrast', 'link-in-text-block']})"
)

#: The theme's colours change over some moments: the end is what counts.
SETTLE = "document.getAnimations().forEach(animation => animation.finish())"


def told(found: dict[str, Any]) -> list[str]:
    """Each rule that is broken: its name, how often, and the first element that breaks it."""
    return [
        f"{broken['id']} ({len(broken['nodes'])}): {broken['nodes'][0]['html'][:160]}"
        for broken in found["violations"]
    ]
