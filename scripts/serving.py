"""Serve the site while it is written: what changes is checked, rebuilt and shown by itself.

A change of prose rebuilds the pages it is on; one of data, strings or templates rebuilds what differs, by the
render cache; one of the code starts afresh. A fault is said and the last good pages stay.
"""

from __future__ import annotations

import os
import shutil
import socket
import sys
import time
from dataclasses import replace
from pathlib import Path

from mkdocs.livereload import LiveReloadServer

from generator import BuildError, build_language, build_site
from kb import publish
from kb.faults import FaultsFound
from kb.langs import DEFAULT_LANG, LANGS, Lang
from kb.prose import page_path, read_prose_file
from kb.site import Site, open_site

HOST = "127.0.0.1"
WATCHED = ("data", "docs", "overrides", "scripts", "mkdocs.yml")
_POLL_SECONDS = 0.2

Snapshot = dict[Path, tuple[int, int]]


def serve_site(root: Path, wanted_port: int) -> int:
    """Build and serve until interrupted; 1 when the first build fails."""
    port = free_port(wanted_port)
    if port != wanted_port:
        print(f"Port {wanted_port} is taken: the site is at port {port}.")
    os.environ["SITE_URL"] = f"http://{HOST}:{port}/"
    folder = root / ".cache" / "served"
    shutil.rmtree(folder, ignore_errors=True)
    workshop = Workshop(root, folder)
    if not workshop.build_all():
        return 1
    while workshop.is_behind():
        workshop.rebuild()
    server = LiveReloadServer(
        builder=workshop.rebuild, host=HOST, port=port, root=str(folder), polling_interval=_POLL_SECONDS
    )
    server.error_handler = lambda code: (folder / "404.html").read_bytes() if code == 404 else None
    for name in WATCHED:
        if (root / name).exists():
            server.watch(str(root / name))
    print(f"The site is at http://{HOST}:{port}/ (stop with Ctrl+C)", flush=True)
    try:
        server.serve()  # type: ignore[no-untyped-call]
    except KeyboardInterrupt:
        server.shutdown()
    return 0


def free_port(wanted: int) -> int:
    """`wanted` if nobody listens there, else a free port."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, wanted))
        except OSError:
            probe.bind((HOST, 0))
        port: int = probe.getsockname()[1]
        return port


def snapshot(root: Path) -> Snapshot:
    """Every watched file with its time of change and size."""
    found: Snapshot = {}
    for name in WATCHED:
        start = root / name
        for path in [start] if start.is_file() else start.rglob("*"):
            if path.suffix != ".pyc" and path.is_file():
                stat = path.stat()
                found[path] = (stat.st_mtime_ns, stat.st_size)
    return found


class Workshop:
    """The site as last built, and how to bring it up to date."""

    def __init__(self, root: Path, folder: Path) -> None:
        self.root = root
        self.folder = folder
        self.site: Site | None = None
        self.seen: Snapshot = snapshot(root)

    def is_behind(self) -> bool:
        """Whether a file has changed since the last build began."""
        return self.seen != snapshot(self.root)

    def rebuild(self) -> None:
        """Build what the changed files call for."""
        now = snapshot(self.root)
        changed = {path for path in {*now, *self.seen} if now.get(path) != self.seen.get(path)}
        self.seen = now
        if any(path.is_relative_to(self.root / "scripts") for path in changed):
            print("The code has changed: starting afresh.", flush=True)
            os.execv(sys.executable, [sys.executable, *sys.argv])  # noqa: S606
        begun = time.monotonic()
        prose = [(path, lang) for path in changed if (lang := self._prose_language(path))]
        if self.site and changed and len(prose) == len(changed):
            built = self._build_prose(self.site, prose)
        else:
            built = self.build_all()
        if built:
            print(f"Up to date after {time.monotonic() - begun:.2f} s.", flush=True)

    def build_all(self) -> bool:
        """Load everything and build what is not in the render cache; False when something is wrong."""
        try:
            self.site = open_site(self.root)
            publish.only = None
            build_site(self.site, self.folder)
        except (FaultsFound, BuildError) as error:
            print(f"{error}\nThe last good pages stay.", file=sys.stderr, flush=True)
            return False
        return True

    def _prose_language(self, path: Path) -> Lang | None:
        for lang in LANGS:
            if path.suffix == ".md" and path.is_relative_to(self.root / "docs" / lang):
                return lang
        return None

    def _build_prose(self, site: Site, changed: list[tuple[Path, Lang]]) -> bool:
        prose = {lang: dict(texts) for lang, texts in site.prose.items()}
        chosen: set[tuple[Lang, str]] = set()
        faults = []
        for file, lang in changed:
            path = page_path(file, self.root / "docs" / lang)
            prose[lang].pop(path, None)
            if file.exists():
                text, problems = read_prose_file(file, self.root, path, set(site.kb.sources))
                faults += problems
                if text:
                    prose[lang][path] = text
            chosen.add((lang, path))
            if lang == DEFAULT_LANG:
                chosen |= {(other, path) for other in LANGS if path not in prose[other]}
        try:
            if faults:
                raise FaultsFound(faults)
            self.site = replace(site, prose=prose, digest="")
            publish.preloaded, publish.only = self.site, chosen
            for lang in sorted({lang for lang, _ in chosen}):
                build_language(self.root, self.folder, lang)
        except (FaultsFound, BuildError) as error:
            print(f"{error}\nThe last good pages stay.", file=sys.stderr, flush=True)
            return False
        finally:
            publish.only = None
        return True
