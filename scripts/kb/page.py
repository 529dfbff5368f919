"""A page ready for any engine: Markdown that keeps the headings, and the HTML that goes between them."""

from __future__ import annotations

import json
from dataclasses import dataclass, field

from kb.langs import Lang


def placeholder(name: str) -> str:
    """What stands in the Markdown where the HTML block `name` goes."""
    return f"<!--kb:{name}-->"


@dataclass(frozen=True)
class Page:
    """One page in one language. `path` has neither language nor suffix: `cities/medellin`; home is ``.

    `checked` is the day its facts were last checked, as `kb.dates.When` reads it.
    """

    path: str
    lang: Lang
    title: str
    description: str
    kind: str
    markdown: str
    blocks: dict[str, str] = field(default_factory=dict)
    data_file: str | None = None
    prose_file: str | None = None
    checked: str | None = None

    @property
    def src_uri(self) -> str:
        """Where MkDocs thinks the page's Markdown is: `ca/cities/medellin.md`."""
        name = self.path or "index"
        is_folder = self.kind == "index" or (self.prose_file or "").endswith("/index.md")
        if is_folder and self.path:
            name = f"{self.path}/index"
        return f"{self.lang}/{name}.md"

    @property
    def is_listed(self) -> bool:
        """Whether the sitemap and search engines are told of it."""
        return self.kind != "components"

    @property
    def outline(self) -> dict[str, str | None]:
        """Everything but the contents."""
        names = ("path", "lang", "title", "description", "kind", "data_file", "prose_file", "checked")
        return {name: getattr(self, name) for name in names}

    @property
    def source(self) -> str:
        """The Markdown with its front matter, as MkDocs reads it."""
        meta = {"title": self.title, "description": self.description}
        lines = [f"{key}: {json.dumps(value, ensure_ascii=False)}" for key, value in meta.items()]
        return "\n".join(["---", *lines, "---", "", self.markdown])

    def filled(self, html: str) -> str:
        """The rendered Markdown with each block put in its place."""
        for name, block in self.blocks.items():
            html = html.replace(placeholder(name), block)
        return html
