"""MkDocs glue: hands the pages that `kb` composes to MkDocs. All logic is in `kb`."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.pages import Page as MkDocsPage

sys.path.insert(0, str(Path(__file__).parent))

from kb import publish
from kb.faults import FaultsFound
from kb.langs import DEFAULT_LANG
from kb.publish import Publication
from kb.site import Site

_publication: Publication | None = None


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Load and check the knowledge base, once for the four languages."""
    global _publication
    root = Path(config.config_file_path).parent
    building_on = getattr(config.plugins["i18n"], "building", False)
    # MkDocs keeps this module from one build to the next in the same process, as when serving.
    outdated = publish.preloaded is not None and _site() is not publish.preloaded
    if _publication is None or not building_on or outdated:
        try:
            _publication = Publication.open(root, config)
        except FaultsFound as found:
            raise Abort(f"{found}\n{len(found.faults)} to mend; the last good site stays.") from None
    return config


def _site() -> Site | None:
    return _publication.site if _publication else None


def _current() -> Publication:
    assert _publication is not None
    return _publication


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Put the composed pages of the language being built in the place of the Markdown on disk.

    Styles, scripts and images are the same for all languages and are copied with the default one.
    """
    lang = config.theme["language"]
    assets = [
        file for file in files if not file.is_documentation_page() and not publish.UNUSED.match(file.src_uri)
    ]
    pages = [File(page.src_uri, config.docs_dir, config.site_dir, True) for page in _current().start(lang)]
    unbuilt = [
        File(src_uri, config.docs_dir, config.site_dir, True, inclusion=InclusionLevel.EXCLUDED)
        for src_uri in _current().unbuilt()
    ]
    return Files([*pages, *unbuilt, *(assets if lang == DEFAULT_LANG else [])])


def on_page_read_source(page: MkDocsPage, config: MkDocsConfig) -> str:
    """The Markdown of a composed page, or the stub of one that is in the render cache."""
    return _current().source(page.file.src_uri)


def on_page_context(
    context: dict[str, Any], page: MkDocsPage, config: MkDocsConfig, **_: Any
) -> dict[str, Any]:
    """Put the HTML blocks in their places, and give the templates what only we know."""
    page.content = _current().filled(page.file.src_uri, page.content or "")
    return context | _current().context(page.file.src_uri)


def on_post_page(output: str, page: MkDocsPage, **_: Any) -> str:
    """The final HTML: stored in the render cache, or taken from it. The page's own copies are let go."""
    page.markdown = page.content = None
    return _current().finished(page.file.src_uri, output)


def on_template_context(context: dict[str, Any], **_: Any) -> dict[str, Any]:
    """What the 404 page says, in the four languages."""
    return context | {"kb_not_found": _current().not_found()}


def on_post_template(output_content: str, template_name: str, config: MkDocsConfig) -> str:
    """Pages that stand once for the whole site are written with the default language only."""
    return _current().template(template_name, output_content, config.theme["language"])


def on_post_build(config: MkDocsConfig) -> None:
    """Write what belongs to the language or the site as a whole: the sitemap, redirects."""
    try:
        _current().close(Path(config.site_dir), config.theme["language"])
    except FaultsFound as found:
        raise Abort(str(found)) from None
