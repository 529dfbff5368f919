"""Commands that keep the knowledge base in order: check, fix, rules, status, new, rename, urls…"""

from __future__ import annotations

import argparse
import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from kb.compose import pages as compose_pages
from kb.faults import FaultsFound, shown_path
from kb.langs import DEFAULT_LANG, LANGS, Lang
from kb.prose import page_path
from kb.report import FORMATS
from kb.site import load_site, open_site, today_of_build
from kb.translations import State, day_of, stamp_file, states

if TYPE_CHECKING:
    from kb.newrecord import Written


def check(args: argparse.Namespace) -> int:
    """Report every fault; the exit code is 1 when one of them blocks."""
    from kb.examine import NoHistory, default_base, examine
    from kb.rules.every import EVERY

    try:
        base = (args.changed or default_base(args.root)) if args.changed is not None else None
        faults = examine(args.root, base)
    except NoHistory as error:
        print(error, file=sys.stderr)
        return 2
    shown = [fault for fault in faults if not args.only or any(part in fault.file for part in args.only)]
    blocking = sum(fault.blocks for fault in shown)
    if shown or args.format == "json":
        print(FORMATS[args.format](shown), file=sys.stderr if args.format == "text" else sys.stdout)
    if args.format == "text" and shown:
        told = f", {len(shown) - blocking} to know of" if len(shown) > blocking else ""
        print(f"{blocking} to mend{told}.", file=sys.stderr)
    elif args.format == "text":
        print(f"{len(EVERY)} rules, no faults")
    return 1 if blocking else 0


def fix(args: argparse.Namespace) -> int:
    """Mend what can be mended without asking."""
    from kb.mend import mend_all

    only = frozenset(path.resolve() for path in args.files) or None
    for path in mend_all(args.root, only):
        print(f"mended {shown_path(path, args.root)}")
    return 0


def rules(args: argparse.Namespace) -> int:
    """List the rules."""
    from kb.rules.every import EVERY

    for rule in EVERY:
        notes = [note for note, there in (("build", rule.built), ("manage.py fix", rule.fixable)) if there]
        print(f"{rule.name}{'  (' + ', '.join(notes) + ')' if notes else ''}")
        print(f"    protects  {rule.protects}\n    to mend   {rule.remedy}")
    return 0


def translated(args: argparse.Namespace) -> int:
    """Stamp translations as made of the Catalan text as it is now."""
    originals = load_site(args.root)[0].prose[DEFAULT_LANG]
    code = 0
    for path in (path.resolve() for path in args.files):
        shown = shown_path(path, args.root)
        lang = next((lang for lang in LANGS if shown.startswith(f"docs/{lang}/")), None)
        if lang in (None, DEFAULT_LANG) or not path.is_file():
            print(f"{shown} is no translation: name files under docs/es, docs/en or docs/fr", file=sys.stderr)
            code = 1
            continue
        original = originals.get(page_path(path, args.root / "docs" / str(lang)))
        if original is None:
            print(f"{shown} has no Catalan original", file=sys.stderr)
            code = 1
        elif stamp_file(path, original, today_of_build()):
            print(f"stamped {shown}")
    return code


def status(args: argparse.Namespace) -> int:
    """Say what waits for a person: translations, facts and sources to be checked again, new addresses."""
    from kb.freshness import unchecked, unreachable
    from kb.urls import unlisted

    site = load_site(args.root)[0]
    found = states(site.prose)
    for lang in LANGS[1:]:
        count = {state: [p for p, by_lang in found.items() if by_lang[lang] is state] for state in State}
        numbers = ", ".join(f"{len(paths)} {state.name.lower()}" for state, paths in count.items() if paths)
        print(f"{lang}: {numbers or 'no prose'}")
        for state in (State.STALE, State.UNSTAMPED, State.MISSING):
            for path in count[state]:
                day = day_of(site.prose[lang].get(path))
                print(f"  {state.name.lower():9} {path or 'home'}{f' (translated {day})' if day else ''}")
    waiting = {
        "sources that have gone": [
            f"{key} ({source.unreachable})" + ("" if source.archive else ", no archived copy")
            for key, source in unreachable(site).items()
        ],
        "records not checked for over twelve months": [
            f"{ref} ({record.checked})" for ref, record in unchecked(site)
        ],
        "addresses to be listed (manage.py urls)": unlisted(
            args.root, site.kb, [page.path for page in compose_pages(site, DEFAULT_LANG)]
        ),
    }
    for title, items in waiting.items():
        print("\n".join([f"{title}: {len(items)}", *(f"  {item}" for item in items)]))
    return 0


def new(args: argparse.Namespace) -> int:
    """Write a new record, event, term or source; asks for what no flag says."""
    from kb import newrecord

    day = today_of_build()
    try:
        written = _written(args, day)
    except newrecord.CannotWrite as error:
        print(error, file=sys.stderr)
        return 1
    print(f"Wrote {written.file}. Next:")
    for number, step in enumerate(written.steps, 1):
        print(f"  {number}. {step}")
    return 0


def _written(args: argparse.Namespace, day: date) -> Written:
    from kb import newrecord

    name = _asked(args.name, "Web address" if args.kind == "source" else f"Name of the {args.kind}")
    if not name:
        raise newrecord.CannotWrite("say which one: manage.py new city Quito")
    if args.kind == "source":
        publisher = _asked(args.publisher, "Who publishes it")
        if not publisher:
            raise newrecord.CannotWrite("say who publishes it: --publisher NAME")
        return newrecord.new_source(
            args.root,
            name,
            publisher,
            args.id,
            day,
            title=_asked(args.title, "Its headline, if you saw it"),
            language=_asked(args.language, "Its language, two letters", "ca"),
            published=_asked(args.published, "Its date, if it gives one"),
        )
    if args.kind == "city":
        given = {lang: getattr(args, lang) for lang in LANGS if getattr(args, lang)}
        return newrecord.new_city(args.root, name, given, args.id, args.country, day)
    names: dict[Lang, str] = {lang: _asked(getattr(args, lang), f"In {lang}", name) for lang in LANGS}
    if args.kind == "event":
        when = _asked(args.date, "Its date: 2021, 2021-11 or 2021-11-23")
        return newrecord.new_event(args.root, args.id, when, names)
    if args.kind == "term":
        return newrecord.new_term(args.root, args.id, names)
    return newrecord.new_record(args.root, args.kind, names, args.id, day)


def _asked(given: str | None, question: str, otherwise: str = "") -> str:
    """What a flag says; else what a person at a terminal answers, or `otherwise`."""
    if given or not sys.stdin.isatty():
        return given or otherwise
    shown = f" [{otherwise}]" if otherwise else ""
    return input(f"{question}{shown}: ").strip() or otherwise


def rename(args: argparse.Namespace) -> int:
    """Give a record another id."""
    from kb.rename import CannotRename
    from kb.rename import rename as rename_record

    try:
        changed = rename_record(args.root, args.path, args.id)
    except CannotRename as error:
        print(error, file=sys.stderr)
        return 1
    for path in changed:
        print(shown_path(path, args.root))
    collection = args.path.partition("/")[0]
    print(f"{args.path} leads to {collection}/{args.id} now. Next: manage.py urls, then manage.py check")
    return 0


def urls(args: argparse.Namespace) -> int:
    """Add the addresses that are new to the list."""
    from kb.urls import FILE, add_new

    try:
        site = open_site(args.root)
    except FaultsFound as found:
        print(found, file=sys.stderr)
        return 1
    added = add_new(args.root, site.kb, [page.path for page in compose_pages(site, DEFAULT_LANG)])
    print(f"{len(added)} added to {FILE}")
    return 0


def links(args: argparse.Namespace) -> int:
    """List the external addresses; or tell what a link checker's report says of them, and note it.

    The exit code is 1 when something has gone that the data does not know of yet.
    """
    import json

    from kb import linkcheck

    site = load_site(args.root)[0]
    given = linkcheck.given_addresses(site)
    if args.report is None:
        print("\n".join(given))
        return 0
    found = linkcheck.troubles(json.loads(args.report.read_text("utf-8")), given)
    for gone, title in ((True, "Gone"), (False, "Did not answer as they should; look at them by hand")):
        told = [trouble for trouble in found if trouble.gone is gone]
        print("\n".join([f"{title}: {len(told)}", *(f"  {trouble}" for trouble in told)]))
    if args.write:
        for source_id in linkcheck.record_answers(args.root, found, today_of_build(), _copy):
            print(f"noted in data/sources/: {source_id}")
    known = {source.url for source in site.kb.sources.values() if source.unreachable}
    return 1 if any(trouble.gone and trouble.url not in known for trouble in found) else 0


def _copy(address: str, day: str) -> str | None:
    from kb.linkcheck import archived_copy, fetched

    try:
        return archived_copy(address, day, fetched)
    except OSError as error:
        print(f"the web archive did not answer about {address}: {error}", file=sys.stderr)
        return None


def schema(args: argparse.Namespace) -> int:
    """Write the JSON Schema of every kind of file for editors."""
    from kb.schema import write_schemas

    for path in write_schemas(args.root):
        print(f"wrote {shown_path(path, args.root)}")
    return 0


def add_commands(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """The commands with what each takes."""
    command = commands.add_parser("check", help="report every fault of data and prose")
    command.add_argument("only", nargs="*", help="show only faults of files whose path has this")
    command.add_argument("--format", choices=FORMATS, default="text", help="github: annotations; json")
    command.add_argument(
        "--changed",
        nargs="?",
        const="",
        metavar="BASE",
        help="judge only what differs from main, or from BASE",
    )
    command.set_defaults(run=check)

    command = commands.add_parser("fix", help="mend what can be mended without asking (typography)")
    command.add_argument("files", nargs="*", type=Path, help="only these files")
    command.set_defaults(run=fix)

    command = commands.add_parser("rules", help="list the rules: what each protects, how to mend a fault")
    command.set_defaults(run=rules)

    command = commands.add_parser("status", help="say what waits for a person: translations, facts, sources")
    command.set_defaults(run=status)

    command = commands.add_parser("translated", help="stamp translations as up to date with the Catalan text")
    command.add_argument("files", nargs="+", type=Path)
    command.set_defaults(run=translated)

    command = commands.add_parser("new", help="write a new record, event, term or source")
    from kb.newrecord import KINDS

    command.add_argument("kind", choices=KINDS)
    command.add_argument("name", nargs="?", help="its name; of a source, its web address")
    for lang in LANGS:
        command.add_argument(f"--{lang}", metavar="NAME", help=f"its name in {lang}, where it differs")
    command.add_argument("--id", help="the id; by default made of the English name")
    command.add_argument("--country", help="of a city: the two letters of its country")
    command.add_argument("--date", help="of an event: 2021, 2021-11 or 2021-11-23")
    command.add_argument("--publisher", help="of a source: who publishes it")
    command.add_argument("--title", help="of a source: its headline, if you saw it")
    command.add_argument("--language", help="of a source: two letters; by default ca")
    command.add_argument("--published", metavar="DATE", help="of a source: its date, if it gives one")
    command.set_defaults(run=new)

    command = commands.add_parser("rename", help="give a record another id; the old address redirects")
    command.add_argument("path", help="cities/havana")
    command.add_argument("id", help="the new id")
    command.set_defaults(run=rename)

    command = commands.add_parser("schema", help="write data/schema/ anew, which editors read")
    command.set_defaults(run=schema)

    command = commands.add_parser(
        "links", help="list the external addresses, or tell what a report of lychee says"
    )
    command.add_argument("report", nargs="?", type=Path, help="the report in JSON that `make links` writes")
    command.add_argument("--write", action="store_true", help="note in data/sources/ what is gone or back")
    command.set_defaults(run=links)

    command = commands.add_parser("urls", help="add new addresses to data/urls.txt")
    command.set_defaults(run=urls)
