"""The render cache: the finished HTML of a page, kept under a hash of everything it is made of.

A page is made of its Markdown and blocks, the theme with our overrides, the configuration, the menu, the
versions of what renders it, and the addresses: the key covers all of them, so a stored page can only be
the bytes that a clean build would write.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field
from importlib.metadata import distributions
from pathlib import Path
from typing import Any

from kb.langs import Lang
from kb.page import Page

#: Where stored pages are, below the project's root. Remove the folder to start afresh.
FOLDER = ".cache/pages"


@dataclass
class RenderCache:
    """Stored pages of one build. `salt` stands for everything that all pages have in common."""

    folder: Path | None
    salt: bytes
    _keys: dict[str, str] = field(default_factory=dict)
    _stored: dict[str, str] = field(default_factory=dict)

    @classmethod
    def open(cls, root: Path, config: Any, enabled: bool = True) -> RenderCache:
        """The cache of the project at `root` for this configuration."""
        return cls(root / FOLDER if enabled else None, common_hash(root, config))

    def recall(self, digest: str, lang: Lang) -> dict[str, Page] | None:
        """The pages of a language whose inputs have this digest, when all of them are stored.

        They come without Markdown and blocks, which nobody will ask for.
        """
        self._keys, self._stored = {}, {}
        if self.folder is None or not digest:
            return None
        try:
            outline = json.loads(self._outline(digest, lang).read_text("utf-8"))
            pages = [Page(**entry["page"], markdown="") for entry in outline]
            for entry, page in zip(outline, pages, strict=True):
                self._stored[page.src_uri] = self._path(entry["key"]).read_text("utf-8")
        except (OSError, ValueError, TypeError, KeyError):
            self._stored = {}
            return None
        return {page.src_uri: page for page in pages}

    def start(self, pages: dict[str, Page], digest: str, lang: Lang) -> None:
        """Look up every page of a language."""
        self._keys, self._stored = {}, {}
        if self.folder is None:
            return
        menu = "\n".join(f"{p.src_uri} {p.title}" for p in pages.values() if not p.data_file)
        salt = self.salt + hashlib.sha256(menu.encode()).digest()
        for src_uri, page in pages.items():
            key = self._keys[src_uri] = page_key(page, salt)
            try:
                self._stored[src_uri] = self._path(key).read_text("utf-8")
            except FileNotFoundError:
                continue
        if digest:
            outline = [{"key": self._keys[src_uri], "page": page.outline} for src_uri, page in pages.items()]
            _write(self._outline(digest, lang), json.dumps(outline))

    def _outline(self, digest: str, lang: Lang) -> Path:
        assert self.folder is not None
        key = hashlib.sha256(self.salt + f"{digest} {lang}".encode()).hexdigest()
        return self.folder / f"{key}.json"

    def index(self, digest: str, lang: Lang) -> Path | None:
        """Where the search index of the pages of a language is stored, when their inputs have this digest."""
        if self.folder is None or not digest:
            return None
        return self.folder.parent / "search" / f"{lang}-{self._outline(digest, lang).stem}"

    def _path(self, key: str) -> Path:
        assert self.folder is not None
        return self.folder / key[:2] / key

    def has(self, src_uri: str) -> bool:
        """Whether the finished page is stored."""
        return src_uri in self._stored

    def stub(self, page: Page) -> str:
        """What the generator reads in the place of a stored page: just what the menu needs."""
        return f"---\ntitle: {page.title!r}\ntemplate: stored.html\n---\n"

    def exchange(self, src_uri: str, output: str) -> str:
        """The stored page, or `output`, which is stored for the next build."""
        stored = self._stored.pop(src_uri, None)
        if stored is not None:
            return stored
        if self.folder is not None:
            _write(self._path(self._keys[src_uri]), output)
        return output


def _write(path: Path, text: str) -> None:
    """Write a file whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_suffix(".part")
    part.write_text(text, "utf-8")
    part.replace(path)


def page_key(page: Page, salt: bytes) -> str:
    """The hash of everything a page is made of."""
    digest = hashlib.sha256(salt)
    parts = [page.src_uri, page.source, page.data_file or "", page.prose_file or "", page.checked or ""]
    for name, block in page.blocks.items():
        parts += [name, block]
    for part in parts:
        digest.update(part.encode())
        digest.update(b"\0")
    return digest.hexdigest()


def common_hash(root: Path, config: Any) -> bytes:
    """The hash of what all pages have in common: versions, templates, library, strings, settings."""
    digest = hashlib.sha256()
    for line in sorted(f"{d.metadata['Name']}=={d.version}" for d in distributions()):
        digest.update(line.encode())
    files = [Path(config.config_file_path)]
    here = Path(__file__).parent
    for folder in (here, here.parent, root / "overrides", root / "data" / "i18n"):
        files += [path for path in folder.rglob("*") if path.suffix not in (".pyc", ".part")]
    for path in sorted({path for path in files if path.is_file()}):
        digest.update(path.as_posix().encode() + path.read_bytes())
    for value in (config.site_url, config.extra["repository"], config.extra["contact"]):
        digest.update(repr(value).encode())
    return digest.digest()
