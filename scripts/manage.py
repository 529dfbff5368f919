#!/usr/bin/env python3
"""The command line. What it does is in `kb/`, `generator.py`, `serving.py` and `keeping.py`."""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
os.environ.setdefault("NO_MKDOCS_2_WARNING", "1")

from kb.export import write_pages
from kb.faults import Fault, FaultsFound
from kb.langs import LANGS
from kb.site import open_site
from keeping import add_commands


def _report(faults: list[Fault]) -> int:
    for fault in faults:
        print(fault, file=sys.stderr)
    print(f"{len(faults)} to mend.", file=sys.stderr)
    return 1


def build(args: argparse.Namespace) -> int:
    """Build the site; a failed build leaves the earlier one as it was."""
    from generator import BuildError, build_site

    try:
        build_site(open_site(args.root), args.out or args.root / "site", args.jobs)
    except FaultsFound as found:
        _report(found.faults)
        print("Nothing was built; the last good site stays.", file=sys.stderr)
        return 1
    except BuildError as error:
        print(f"{error}\nThe last good site stays.", file=sys.stderr)
        return 1
    return 0


def serve(args: argparse.Namespace) -> int:
    """Build, serve and rebuild what changes."""
    from serving import serve_site

    return serve_site(args.root, args.port)


def pages(args: argparse.Namespace) -> int:
    """Write every page as plain Markdown."""
    try:
        count = write_pages(open_site(args.root), args.out, args.lang or LANGS)
    except FaultsFound as found:
        return _report(found.faults)
    print(f"{count} pages in {args.out}")
    return 0


def main(argv: list[str] | None = None) -> int:
    """Read the command and run it."""
    parser = argparse.ArgumentParser(prog="manage.py", description=__doc__)
    root = Path(__file__).resolve().parent.parent
    parser.add_argument("--root", type=Path, default=root, help="the project's folder")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    add_commands(commands)

    command = commands.add_parser("build", help="build the site into site/")
    command.add_argument("--out", type=Path, help="another folder")
    command.add_argument("--jobs", type=int, help="languages built at once; default: the cores")
    command.set_defaults(run=build)

    command = commands.add_parser("serve", help="serve the site and rebuild what changes")
    command.add_argument("--port", type=int, default=8000)
    command.set_defaults(run=serve)

    command = commands.add_parser("pages", help="write every page as plain Markdown")
    command.add_argument("--out", type=Path, required=True)
    command.add_argument("--lang", action="append", choices=LANGS)
    command.set_defaults(run=pages)

    args = parser.parse_args(argv)
    args.root = args.root.resolve()
    code: int = args.run(args)
    return code


if __name__ == "__main__":
    sys.exit(main())
