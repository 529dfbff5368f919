"""The interface strings: one file per language in `data/i18n/`; a missing or unknown key is a fault.

Groups that name the choices of `kb.model` must name each choice. The other groups must have the same
keys in every language; the default language says which keys there are.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator, Mapping
from enum import Enum
from pathlib import Path
from typing import get_args

from kb import model
from kb.faults import Fault, FaultsFound, shown_path
from kb.langs import DEFAULT_LANG, LANGS, Lang
from kb.states import State
from kb.yamlfile import YamlFile, read_yaml


class Group(dict[str, str]):
    """Strings of one group of a file; asking for one that is not there raises FaultsFound."""

    def __init__(self, strings: Mapping[str, str] = {}, name: str = "", file: str = "") -> None:
        super().__init__(strings)
        self._name = name
        self._file = file

    def __missing__(self, key: str) -> str:
        found = f"`{self._name}.{key}` is missing"
        remedy = "write it in all four languages: pages need it"
        raise FaultsFound([Fault(self._file, 1, 1, found, remedy, "strings")])


Strings = Mapping[str, Group]

_PLACEHOLDER = re.compile(r"\{[a-z_]+\}")


def _choices(annotation: object) -> list[str]:
    if isinstance(annotation, type) and issubclass(annotation, Enum):
        return [str(choice.value) for choice in annotation]
    return list(get_args(annotation))


#: Group of strings → the choices of the model it must name, each.
_NAMED: dict[str, list[str]] = {
    "relation_kinds": _choices(model.RelationKind),
    "decision_kinds": _choices(model.DecisionKind),
    "regions": _choices(model.Region),
    "topics": _choices(model.Topic),
    "confidence": _choices(model.Confidence),
    "roles": _choices(model.RoleKind),
    "modalities": _choices(model.Modality),
    "network_kinds": _choices(model.Network.model_fields["kind"].annotation),
    "organisation_kinds": _choices(model.Organisation.model_fields["kind"].annotation),
    "resource_kinds": _choices(model.Resource.model_fields["kind"].annotation),
    "state_names": [state.key for state in State],
}


def load_strings(root: Path) -> tuple[dict[Lang, Strings], list[Fault]]:
    """The strings of the four languages, and every fault in their files."""
    strings: dict[Lang, Strings] = {}
    files: dict[Lang, YamlFile] = {}
    faults: list[Fault] = []
    for lang in LANGS:
        path = root / "data" / "i18n" / f"{lang}.yml"
        yaml_file, problems = read_yaml(path, shown_path(path, root))
        faults += problems
        if yaml_file is None:
            continue
        problems = list(_misshapen(yaml_file))
        faults += problems
        if not problems:
            files[lang] = yaml_file
            strings[lang] = {
                name: Group(group, name, yaml_file.file) for name, group in yaml_file.value.items()
            }
    if DEFAULT_LANG in strings:
        for lang in strings:
            faults += _differences(strings[DEFAULT_LANG], strings[lang], files[lang])
        faults += _unnamed(strings[DEFAULT_LANG], files[DEFAULT_LANG])
    return strings, faults


def strings_of(root: Path) -> dict[Lang, Strings]:
    """The strings of the four languages; raises FaultsFound when a file is wrong."""
    strings, faults = load_strings(root)
    if faults:
        raise FaultsFound(faults)
    return strings


def _misshapen(yaml_file: YamlFile) -> Iterator[Fault]:
    if not isinstance(yaml_file.value, dict):
        yield yaml_file.fault((), "no groups of strings here", "copy the form of ca.yml", "strings")
        return
    for name, group in yaml_file.value.items():
        if not isinstance(group, dict):
            yield yaml_file.fault((name,), f"`{name}` is not a group", "put keys under it", "strings")
            continue
        for key, text in group.items():
            if not isinstance(text, str) or not text.strip():
                found = f"`{name}.{key}` is empty or not a text"
                yield yaml_file.fault((name, key), found, "write the text", "strings")
            elif re.search(r"[{}]", _PLACEHOLDER.sub("", text)):
                found = f"`{name}.{key}` has a brace that names nothing to fill in"
                yield yaml_file.fault(
                    (name, key), found, "remove it, or write a name in it: {date}", "strings"
                )


def _differences(reference: Strings, strings: Strings, yaml_file: YamlFile) -> Iterator[Fault]:
    for name in sorted({*reference, *strings}):
        expected, given = reference.get(name, Group()), strings.get(name, Group())
        for key in sorted(set(expected) - set(given)):
            found = f"`{name}.{key}` is missing"
            yield yaml_file.fault((name,), found, f'translate: "{expected[key]}"', "strings")
        for key in sorted(set(given) - set(expected)):
            close = difflib.get_close_matches(key, list(expected), n=1)
            remedy = f"did you mean `{close[0]}`?" if close else "remove it, or add it to ca.yml first"
            yield yaml_file.fault((name, key), f"unknown key `{name}.{key}`", remedy, "strings")
        for key in sorted(set(given) & set(expected)):
            wanted = sorted(_PLACEHOLDER.findall(expected[key]))
            if sorted(_PLACEHOLDER.findall(given[key])) != wanted:
                found = f"`{name}.{key}` has other places to fill than in ca.yml"
                remedy = f"keep {', '.join(wanted) or 'none'}"
                yield yaml_file.fault((name, key), found, remedy, "strings")


def _unnamed(strings: Strings, yaml_file: YamlFile) -> Iterator[Fault]:
    for name, choices in _NAMED.items():
        for key in choices:
            if key not in strings.get(name, {}):
                found = f"`{name}.{key}` is missing"
                yield yaml_file.fault((name,), found, "name this choice of the model", "strings")
