"""Run the measures: all of them, or those named (`python -m bench builds edits`)."""

from __future__ import annotations

import os
import sys
from importlib import import_module
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "scripts"))
os.environ.setdefault("NO_MKDOCS_2_WARNING", "1")

MEASURES = ("builds", "edits", "search", "lighthouse")

for name in sys.argv[1:] or MEASURES:
    print(f"\n== {name} ==")
    import_module(f"bench.{name}").main()
