"""Every rule there is, in the order in which people read about them."""

from __future__ import annotations

from kb.rules import links, parallel, places, published, records, safety, truth, writing
from kb.rules.base import Rule
from kb.rules.built import BUILT

LOADED = (
    Rule("yaml", "A file of data can be read.", "Mend the line that the message names: quotes, indentation."),
    Rule(
        "data",
        "A record says what it must, in the right form.",
        "Follow the message: it offers the likely key.",
    ),
    Rule(
        "sources",
        "Every source that is cited is listed, and every one listed is cited, once.",
        "Add the source to data/sources/, correct its id, or remove what nothing cites.",
        records.sources_stand_once,
    ),
    Rule(
        "strings", "The words of the interface are there in the four languages.", "Translate the missing key."
    ),
    Rule("prose", "A file of prose can be read.", "Save it as UTF-8; keep the two lines of ---."),
)

EVERY: tuple[Rule, ...] = (
    *LOADED,
    *BUILT,
    Rule(
        "places",
        "A city is shown where it is.",
        "Swap the numbers or look them up on geonames.org.",
        places.coordinates_in_country,
    ),
    Rule(
        "duplicates",
        "A reader is told a thing once.",
        "Keep one statement, with the sources of both.",
        records.statements_stand_once,
    ),
    Rule(
        "file-names",
        "Addresses can be typed on any keyboard.",
        "Use small letters without accents, digits and hyphens.",
        records.names_of_files,
    ),
    Rule(
        "links",
        "No link within the site is dead.",
        "Link the Markdown file of the page: ../cities/havana.md.",
        links.links_lead_somewhere,
    ),
    Rule(
        "images",
        "Images can be heard, do not make the page jump, and may be used.",
        "Write what the image shows, its width and height, and its licence.",
        safety.images_are_complete,
    ),
    Rule(
        "headings",
        "A link to a part of a page works in all four languages.",
        "Give each heading the id it has in Catalan.",
        parallel.headings_are_parallel,
    ),
    Rule(
        "citations",
        "Every language gives the same sources in the same places.",
        "Put the citation where the Catalan text has it.",
        parallel.citations_are_parallel,
    ),
    Rule(
        "numbers",
        "Every language gives the same numbers, years and amounts.",
        "Correct the language that differs, or all if the source says otherwise.",
        parallel.numbers_are_parallel,
    ),
    Rule(
        "translations",
        "A reader knows when a translation lags behind. Blocks nothing.",
        "Bring the text up to date, then run `manage.py translated FILE`.",
        parallel.languages_change_together,
    ),
    Rule(
        "cited",
        "What prose states as a fact has a source.",
        "Cite a source, or link the record that says it.",
        truth.facts_are_cited,
    ),
    Rule(
        "sourced-numbers",
        "A number in prose is one that the data has from the source cited.",
        "Correct the number or the citation; exceptions with a reason go to data/exceptions.yml.",
        truth.numbers_are_sourced,
    ),
    Rule(
        "typography",
        "Texts look as a good printer of the language would set them.",
        "Run `manage.py fix`.",
        writing.typography_of_language,
        fixable=True,
    ),
    Rule(
        "spelling",
        "Words are spelt right.",
        "Correct the word, or add it to data/words/.",
        writing.words_are_known,
    ),
    Rule(
        "language",
        "A text is in the language it says it is in.",
        "Put the text under its own language.",
        writing.language_of_text,
    ),
    Rule(
        "addresses",
        "A published address never dies.",
        "Bring it back, or say in data/urls.txt where it went.",
        published.addresses_last,
        built=True,
    ),
)
