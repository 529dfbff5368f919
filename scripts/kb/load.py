"""Load `data/`: every file read and validated, every fault collected before anything is used."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel

from kb import model
from kb.explain import validate
from kb.faults import Fault, FaultsFound, shown_path
from kb.parsed import Parsed, no_collection
from kb.yamlfile import YamlFile, parse_yaml, read_bytes, read_yaml

SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_Model = TypeVar("_Model", bound=BaseModel)

#: Folder of `data/` → the model of its records; the folder is also the path on the site.
COLLECTIONS: dict[str, type[model.Record]] = {
    "cities": model.City,
    "networks": model.Network,
    "policies": model.Policy,
    "plans": model.Plan,
    "projects": model.Project,
    "organisations": model.Organisation,
    "learn": model.Resource,
    "figures": model.Figure,
}

#: What else may hold YAML in `data/`.
FOLDERS = (*COLLECTIONS, "sources", "i18n")
FILES = ("timeline.yml", "glossary.yml", "search.yml", "exceptions.yml")


@dataclass(frozen=True)
class KnowledgeBase:
    """All that `data/` says, valid and cross-checked."""

    root: Path
    records: dict[str, dict[str, model.Record]]
    sources: dict[str, model.Source]
    events: list[model.Event] = field(default_factory=list)
    terms: list[model.Term] = field(default_factory=list)


@dataclass
class Loaded:
    """What loading found: records with the file each came from, and the faults."""

    root: Path
    records: dict[str, dict[str, tuple[model.Record, YamlFile]]]
    sources: dict[str, tuple[model.Source, YamlFile]]
    timeline: tuple[model.Timeline, YamlFile] | None
    glossary: tuple[model.Glossary, YamlFile] | None
    faults: list[Fault]

    def knowledge_base(self) -> KnowledgeBase:
        """The valid knowledge base; raises FaultsFound when there is any fault."""
        if self.faults:
            raise FaultsFound(self.faults)
        return KnowledgeBase(
            root=self.root,
            records={
                name: {key: record for key, (record, _) in sorted(records.items())}
                for name, records in self.records.items()
            },
            sources={key: source for key, (source, _) in sorted(self.sources.items())},
            events=self.timeline[0].events if self.timeline else [],
            terms=self.glossary[0].terms if self.glossary else [],
        )


def load(root: Path) -> Loaded:
    """Read everything under `root/data`; never raises for what a person wrote."""
    data = root / "data"
    faults: list[Fault] = []
    records: dict[str, dict[str, tuple[model.Record, YamlFile]]] = {}
    parsed = Parsed.open(root)
    with no_collection():
        for name, schema in COLLECTIONS.items():
            records[name] = dict(_load_records(root, data / name, schema, parsed, faults))
        sources = _load_sources(root, data / "sources", parsed, faults)
    parsed.save()
    faults += _strangers(root, data)
    return Loaded(
        root=root,
        records=records,
        sources=sources,
        timeline=_load_one(root, data / "timeline.yml", model.Timeline, faults),
        glossary=_load_one(root, data / "glossary.yml", model.Glossary, faults),
        faults=faults,
    )


def _strangers(root: Path, data: Path) -> Iterator[Fault]:
    """A fault for every YAML file under `data/` that nothing reads."""
    for path in sorted(data.rglob("*.y*ml")):
        folder = path.parent.relative_to(data).as_posix()
        if folder in FOLDERS or (folder == "." and path.name in FILES):
            continue
        where = path.name if folder == "." else folder
        close = difflib.get_close_matches(where, [*FOLDERS, *FILES], n=1)
        remedy = f"did you mean data/{close[0]}?" if close else f"folders here: {', '.join(FOLDERS)}"
        yield Fault(shown_path(path, root), 1, 1, f"nothing reads data/{where}", remedy)


def yaml_files(folder: Path) -> Iterator[Path]:
    """The YAML files of a folder in the order of their names."""
    yield from sorted(path for path in folder.glob("*") if path.suffix in (".yml", ".yaml"))


def _load_records(
    root: Path, folder: Path, schema: type[model.Record], parsed: Parsed, faults: list[Fault]
) -> Iterator[tuple[str, tuple[model.Record, YamlFile]]]:
    for path in yaml_files(folder):
        file = shown_path(path, root)
        data, problems = read_bytes(path, file)
        record = parsed.get(file, data)
        if record is None and not problems:
            record, problems = _read_record(file, data, path, schema)
        faults += problems
        if record is not None and not problems:
            parsed.put(file, data, record)
            yield record.id, (record, YamlFile(file, None, data))


def _read_record(
    file: str, data: bytes, path: Path, schema: type[model.Record]
) -> tuple[model.Record | None, list[Fault]]:
    yaml_file, problems = parse_yaml(data, file)
    if yaml_file is None or problems:
        return None, problems
    record, problems = validate(yaml_file, schema, yaml_file.value)
    if record is not None and (record.id != path.stem or path.suffix != ".yml"):
        found = f'id is "{record.id}" but the file is called {path.name}'
        problems = [yaml_file.fault(("id",), found, f"call the file {record.id}.yml")]
    return record, problems


def _load_sources(
    root: Path, folder: Path, parsed: Parsed, faults: list[Fault]
) -> dict[str, tuple[model.Source, YamlFile]]:
    sources: dict[str, tuple[model.Source, YamlFile]] = {}
    for path in yaml_files(folder):
        file = shown_path(path, root)
        data, problems = read_bytes(path, file)
        found: dict[str, model.Source] | None = parsed.get(file, data)
        if found is None and not problems:
            found, problems = _read_sources(file, data)
        if not problems:
            parsed.put(file, data, found)
        faults += problems
        yaml_file = YamlFile(file, None, data)
        for key, source in (found or {}).items():
            if key in sources:
                twice = f"the source `{key}` stands in {sources[key][1].file} too"
                faults.append(yaml_file.fault((key,), twice, "keep one of the two", "sources"))
            else:
                sources[key] = (source, yaml_file)
    return sources


def _read_sources(file: str, data: bytes) -> tuple[dict[str, model.Source], list[Fault]]:
    yaml_file, faults = parse_yaml(data, file)
    if yaml_file is None:
        return {}, faults
    if not isinstance(yaml_file.value, dict):
        return {}, [yaml_file.fault((), "no list of sources here", "copy another file's form")]
    sources: dict[str, model.Source] = {}
    for key, value in yaml_file.value.items():
        source, problems = validate(yaml_file, model.Source, value, (key,))
        faults += problems
        if not SLUG.fullmatch(key):
            remedy = "use small letters without accents, digits and hyphens: elpais-2010"
            faults.append(yaml_file.fault((key,), f"`{key}` is no id of a source", remedy))
        elif source is not None:
            sources[key] = source
    return sources, faults


def _load_one(
    root: Path, path: Path, schema: type[_Model], faults: list[Fault]
) -> tuple[_Model, YamlFile] | None:
    if not path.exists():
        return None
    yaml_file, problems = read_yaml(path, shown_path(path, root))
    faults += problems
    if yaml_file is None or problems:
        return None
    found, problems = validate(yaml_file, schema, yaml_file.value)
    faults += problems
    return None if found is None else (found, yaml_file)
