#!/usr/bin/env python3
"""The command line. What it does is in `kb/`, `generator.py` and `serving.py`."""

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


def check(args: argparse.Namespace) -> int:
    """Report every fault; the exit code is 1 when there is any."""
    try:
        site = open_site(args.root)
    except FaultsFound as found:
        return _report(found.faults, args.only)
    counts = {name: len(records) for name, records in site.kb.records.items()}
    print(", ".join(f"{count} {name}" for name, count in counts.items()), "· no faults")
    return 0


def _report(faults: list[Fault], only: list[str]) -> int:
    shown = [f for f in faults if not only or any(part in f.file for part in only)]
    for fault in shown:
        print(fault, file=sys.stderr)
    if shown:
        print(f"{len(shown)} to mend.", file=sys.stderr)
    return 1 if shown else 0


def build(args: argparse.Namespace) -> int:
    """Build the site; a failed build leaves the earlier one as it was."""
    from generator import BuildError, build_site

    try:
        build_site(open_site(args.root), args.out or args.root / "site", args.jobs)
    except FaultsFound as found:
        _report(found.faults, [])
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
        return _report(found.faults, [])
    print(f"{count} pages in {args.out}")
    return 0


def main(argv: list[str] | None = None) -> int:
    """Read the command and run it."""
    parser = argparse.ArgumentParser(prog="manage.py", description=__doc__)
    root = Path(__file__).resolve().parent.parent
    parser.add_argument("--root", type=Path, default=root, help="the project's folder")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    command = commands.add_parser("check", help="report every fault of data and prose")
    command.add_argument("only", nargs="*", help="show only faults of files whose path has this")
    command.set_defaults(run=check)

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
