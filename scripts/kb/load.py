"""Load `data/`: every file read and validated, every fault collected before anything is used."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel

from kb import model
from kb.explain import validate
from kb.faults import Fault, FaultsFound, shown_path
from kb.yamlfile import YamlFile, read_yaml

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
    for name, schema in COLLECTIONS.items():
        records[name] = dict(_load_records(root, data / name, schema, faults))
    return Loaded(
        root=root,
        records=records,
        sources=_load_sources(root, data / "sources", faults),
        timeline=_load_one(root, data / "timeline.yml", model.Timeline, faults),
        glossary=_load_one(root, data / "glossary.yml", model.Glossary, faults),
        faults=faults,
    )


def yaml_files(folder: Path) -> Iterator[Path]:
    """The YAML files of a folder in the order of their names."""
    yield from sorted(path for path in folder.glob("*") if path.suffix in (".yml", ".yaml"))


def _load_records(
    root: Path, folder: Path, schema: type[model.Record], faults: list[Fault]
) -> Iterator[tuple[str, tuple[model.Record, YamlFile]]]:
    for path in yaml_files(folder):
        yaml_file, problems = read_yaml(path, shown_path(path, root))
        faults += problems
        if yaml_file is None or problems:
            continue
        record, problems = validate(yaml_file, schema, yaml_file.value)
        faults += problems
        if record is None:
            continue
        if record.id != path.stem or path.suffix != ".yml":
            found = f'id is "{record.id}" but the file is called {path.name}'
            faults.append(yaml_file.fault(("id",), found, f"call the file {record.id}.yml"))
            continue
        yield record.id, (record, yaml_file)


def _load_sources(root: Path, folder: Path, faults: list[Fault]) -> dict[str, tuple[model.Source, YamlFile]]:
    sources: dict[str, tuple[model.Source, YamlFile]] = {}
    for path in yaml_files(folder):
        yaml_file, problems = read_yaml(path, shown_path(path, root))
        faults += problems
        if yaml_file is None:
            continue
        if not isinstance(yaml_file.value, dict):
            faults.append(yaml_file.fault((), "no list of sources here", "copy another file's form"))
            continue
        for key, value in yaml_file.value.items():
            source, problems = validate(yaml_file, model.Source, value, (key,))
            faults += problems
            if key in sources:
                found = f"the source `{key}` stands in {sources[key][1].file} too"
                faults.append(yaml_file.fault((key,), found, "keep one of the two"))
            elif source is not None:
                sources[key] = (source, yaml_file)
    return sources


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
