"""Drive MkDocs: the languages side by side, a process each, into a folder that is swapped in at the end."""

from __future__ import annotations

import logging
import multiprocessing
import os
import shutil
import traceback
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from unittest.mock import patch

from jinja2 import TemplateError, TemplateSyntaxError
from mkdocs import utils
from mkdocs.commands.build import build as mkdocs_build
from mkdocs.config import load_config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort, MkDocsException

from kb import publish
from kb.cache import RenderCache
from kb.faults import FaultsFound, shown_path
from kb.langs import LANGS, Lang
from kb.parsed import no_collection
from kb.search.index import IndexFailed, index_language, join_indexes
from kb.site import Site, open_site
from kb.styles import StyleMissing, join_styles


class BuildError(Exception):
    """MkDocs could not build a language; the message says which and why."""


def build_site(site: Site, target: Path, jobs: int | None = None) -> None:
    """Build every language into `target`. On any failure the earlier `target` stays as it was.

    `jobs` languages are built at once (by default as many as there are cores); the bytes written do not
    depend on it. Raises BuildError.
    """
    aside = target.with_name(f".{target.name}-next")
    shutil.rmtree(aside, ignore_errors=True)
    try:
        jobs = jobs or os.cpu_count() or 1
        publish.preloaded = site
        _for_each_language(build_language, site.root, aside, jobs)
        _join_styles(aside)
        _for_each_language(index_built, site.root, aside, jobs)
        join_indexes(aside, LANGS)
        swap(aside, target)
    finally:
        shutil.rmtree(aside, ignore_errors=True)


def _join_styles(folder: Path) -> None:
    # The pages of the default language are enough: the others are made of the same parts.
    pages = (path for path in folder.rglob("*.html") if path.relative_to(folder).parts[0] not in LANGS)
    try:
        join_styles(folder, pages)
    except StyleMissing as error:
        raise BuildError(str(error)) from None


def swap(aside: Path, target: Path) -> None:
    """Put the folder `aside` in the place of `target`."""
    old = target.with_name(f".{target.name}-old")
    shutil.rmtree(old, ignore_errors=True)
    if target.exists():
        target.rename(old)
    aside.rename(target)
    shutil.rmtree(old, ignore_errors=True)


def _for_each_language(work: Callable[[Path, Path, Lang], None], root: Path, folder: Path, jobs: int) -> None:
    """Do the work for every language, `jobs` of them at once."""
    if jobs == 1:
        for lang in LANGS:
            work(root, folder, lang)
        return
    # Forked children share the loaded site with this process; where there is no fork they load it anew.
    method = "fork" if "fork" in multiprocessing.get_all_start_methods() else "spawn"
    context = multiprocessing.get_context(method)
    with ProcessPoolExecutor(max_workers=jobs, mp_context=context) as pool:
        for future in [pool.submit(work, root, folder, lang) for lang in LANGS]:
            future.result()


def build_language(root: Path, folder: Path, lang: Lang) -> None:
    """Build one language into `folder`, leaving what is there; raises BuildError."""
    with _problems() as problems, no_collection():
        try:
            config = load_config(str(root / "mkdocs.yml"), site_dir=str(folder))
            _build(config, lang)
        except (MkDocsException, Abort, FaultsFound) as error:
            said = [f"The {lang} site was not built.", *problems, str(error)]
            raise BuildError("\n".join(said)) from None
        except TemplateError as error:
            said = [f"The {lang} site was not built.", *problems, _template_problem(error, root)]
            raise BuildError("\n".join(said)) from None


def index_built(root: Path, folder: Path, lang: Lang) -> None:
    """Index a language that was built into `folder`; raises BuildError."""
    site = publish.preloaded or open_site(root)
    with no_collection():
        cache = RenderCache.open(root, load_config(str(root / "mkdocs.yml"), site_dir=str(folder)))
        try:
            index_language(site, folder, lang, cache.index(site.digest, lang))
        except IndexFailed as error:
            raise BuildError(str(error)) from None


def _template_problem(error: TemplateError, root: Path) -> str:
    """What is wrong with a template, and where: its file and line."""
    if isinstance(error, TemplateSyntaxError):
        place, line = Path(error.filename or error.name or "a template"), error.lineno
    else:
        frames = traceback.extract_tb(error.__traceback__)
        last = next(
            (f for f in reversed(frames) if f.filename.endswith((".html", ".svg", ".xml"))), frames[-1]
        )
        place, line = Path(last.filename), last.lineno or 1
    return f"{shown_path(place, root)}:{line}:1: {error}; mend the template, or undo the change"


def _build(config: MkDocsConfig, lang: Lang) -> None:
    plugin: Any = config.plugins["i18n"]
    plugin.current_language = lang
    # The plugin then builds this language only, and does not go on to the others by itself.
    plugin.building = True
    with _nothing_cleaned():
        mkdocs_build(config)


@contextmanager
def _nothing_cleaned() -> Iterator[None]:
    """MkDocs empties its output first; here the languages share one."""
    with patch.object(utils, "clean_directory"):
        yield


@contextmanager
def _problems() -> Iterator[list[str]]:
    """The warnings and errors that MkDocs logs, as texts."""
    found: list[str] = []

    class Keep(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            found.append(record.getMessage())

    handler = Keep(logging.WARNING)
    logger = logging.getLogger("mkdocs")
    logger.addHandler(handler)
    logger.propagate = False
    try:
        yield found
    finally:
        logger.removeHandler(handler)
