"""The four languages of the site and their order; Catalan is the default and lives at the root."""

from typing import Final, Literal, get_args

Lang = Literal["ca", "es", "en", "fr"]
LANGS: Final[tuple[Lang, ...]] = get_args(Lang)
DEFAULT_LANG: Final[Lang] = "ca"

#: CLDR locale of each language; English is British.
LOCALES: Final[dict[Lang, str]] = {"ca": "ca_ES", "es": "es_ES", "en": "en_GB", "fr": "fr_FR"}
