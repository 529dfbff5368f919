"""What tests share: projects to change, sites built once for all, a server and a browser."""

from __future__ import annotations

import fcntl
import os
import shutil
import threading
from collections.abc import Callable, Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from hypothesis import settings
from playwright.sync_api import Browser, sync_playwright

from generator import build_site
from kb.site import Site
from tests.project import EPOCH, Project, copy_real, make_toy
from tests.reader import BuiltSite

ROOT_URL = "https://barcelona.example/"
SUBPATH_URL = "https://barcelona.example/in/the-world/"


# The same examples in every run: a pull request fails for what it changes, never by chance.
settings.register_profile("repeatable", derandomize=True, deadline=None, max_examples=200)
settings.load_profile("repeatable")


def pytest_addoption(parser: pytest.Parser) -> None:
    """Let `--update-golden` write the golden pages anew."""
    parser.addoption("--update-golden", action="store_true", help="write tests/golden/ anew")


@pytest.fixture(autouse=True, scope="session")
def _same_everywhere() -> Iterator[None]:
    """The day and the address are the same whoever runs the tests, and wherever."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SOURCE_DATE_EPOCH", EPOCH)
        patch.setenv("SITE_URL", ROOT_URL)
        patch.delenv("REPO_URL", raising=False)
        patch.delenv("CONTACT_EMAIL", raising=False)
        yield


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """A toy project of one's own."""
    return make_toy(tmp_path / "toy")


@pytest.fixture(scope="session")
def toy_site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """The toy, loaded and checked."""
    return make_toy(tmp_path_factory.mktemp("loaded") / "toy").open()


#: Gives the folder that a function fills, which is called once however many processes run the tests.
Shared = Callable[[str, Callable[[Path], None]], Path]


@pytest.fixture(scope="session")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Shared:
    """Folders made once for all processes of the session."""
    base = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        base = base.parent

    def make_once(name: str, fill: Callable[[Path], None]) -> Path:
        folder = base / f"shared-{name}"
        with (base / f"{name}.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not folder.exists():
                aside = base / f"{name}.part"
                shutil.rmtree(aside, ignore_errors=True)
                aside.mkdir()
                fill(aside)
                aside.rename(folder)
        return folder

    return make_once


def _built(project: Project, site_url: str) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SITE_URL", site_url)
        build_site(project.open(), project.site_folder)


@pytest.fixture(scope="session")
def toy_build(shared: Shared) -> BuiltSite:
    """The toy, built for the root of a domain."""
    folder = shared("toy", lambda place: _built(make_toy(place / "project"), ROOT_URL))
    return BuiltSite(folder / "project" / "site", ROOT_URL)


@pytest.fixture(scope="session")
def toy_subpath_build(shared: Shared) -> BuiltSite:
    """The toy, built for a path of a domain."""
    folder = shared("toy-subpath", lambda place: _built(make_toy(place / "project"), SUBPATH_URL))
    return BuiltSite(folder / "project" / "site", SUBPATH_URL)


@pytest.fixture(scope="session")
def real_project(shared: Shared) -> Project:
    """The real project, copied and built (see `real_build`)."""
    return Project(shared("real", lambda place: _built(copy_real(place / "project"), ROOT_URL)) / "project")


@pytest.fixture(scope="session")
def real_build(real_project: Project) -> BuiltSite:
    """The whole real site, built without any cache."""
    return BuiltSite(real_project.site_folder, ROOT_URL)


@pytest.fixture(scope="session")
def real_site(real_project: Project) -> Site:
    """The real knowledge base, as it was built."""
    return real_project.open()


class _Handler(SimpleHTTPRequestHandler):
    """Serves folders below paths; what is not there gets the 404 page of its site."""

    def __init__(self, *args: Any, folders: dict[str, Path]) -> None:
        self.folders = folders
        super().__init__(*args)

    def _folder(self) -> tuple[str, Path]:
        path = urlsplit(self.path).path
        prefix = max((p for p in self.folders if path.startswith(p)), key=len)
        return prefix, self.folders[prefix]

    def translate_path(self, path: str) -> str:
        prefix, folder = self._folder()
        self.directory = str(folder)
        return super().translate_path("/" + path[len(prefix) :])

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        page = self._folder()[1] / "404.html"
        if code != 404:
            super().send_error(code, message, explain)
            return
        self.send_response(404)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.end_headers()
        self.wfile.write(page.read_bytes())

    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing."""


#: Serves built sites and gives the address of the server, without a slash at its end.
Serve = Callable[..., str]


@pytest.fixture(scope="session")
def serve() -> Iterator[Serve]:
    """A static file server on a free port: `serve(one, other)` puts each site at its path."""
    servers: list[ThreadingHTTPServer] = []

    def start(*sites: BuiltSite) -> str:
        folders = {urlsplit(site.site_url).path: site.folder for site in sites}
        server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Handler, folders=folders))
        threading.Thread(target=server.serve_forever, daemon=True).start()
        servers.append(server)
        return f"http://127.0.0.1:{server.server_port}"

    yield start
    for server in servers:
        server.shutdown()
        server.server_close()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """A real Chromium: the one that CHROMIUM names, else the one on the path."""
    program = os.environ.get("CHROMIUM") or shutil.which("chromium")
    assert program, "No Chromium for the browser tests: name one, as in CHROMIUM=/usr/bin/chromium make test"
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path=program,
            args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
        )
        yield chromium
        chromium.close()
