"""Publishers: the name that sources are listed under, and the page where each stands."""

from __future__ import annotations

import pytest

from kb import model
from kb.publishers import PARTS, Publisher, name_of, source_path


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("Ajuntament de Barcelona", "Ajuntament de Barcelona"),
        ("Ajuntament de Barcelona (Info Barcelona) / Issuu", "Ajuntament de Barcelona"),
        ("Europa Press / Aldia.cat", "Europa Press"),
        ("AND/OR (blog)", "AND/OR"),
    ],
)
def test_a_publisher_is_named_without_its_section_and_the_place_of_a_copy(written: str, name: str) -> None:
    assert name_of(written) == name


@pytest.mark.parametrize(
    ("name", "initial", "path"),
    [
        ("Àrea Metropolitana de Barcelona", "A", "sources/0-a"),
        ("20 Minutos", "0–9", "sources/0-a"),
        ("«Ça ira»", "C", "sources/b-d"),
        ("El País", "E", "sources/e"),
        ("elDiario.es", "E", "sources/e"),
        ("Ñandú", "N", "sources/m-r"),
        ("Łódź", "L", "sources/f-l"),
        ("Zon", "Z", "sources/s-z"),
        ("朝日新聞", "0–9", "sources/0-a"),
        ("…", "0–9", "sources/0-a"),
    ],
)
def test_a_publisher_stands_at_its_initial(name: str, initial: str, path: str) -> None:
    publisher = Publisher(name, [])
    assert (publisher.initial, publisher.part.path) == (initial, path)


def test_the_address_of_a_source_is_its_publishers_page_and_its_id() -> None:
    source = model.Source.model_validate(
        {"publisher": "Óbidos (Vila)", "url": "https://example.org/", "language": "pt", "accessed": "2026-01"}
    )
    assert source_path("obidos-2020", source) == "sources/m-r#obidos-2020"


def test_the_parts_take_every_letter_once() -> None:
    names = [part.name for part in PARTS]
    assert names == ["0–9, A", "B–D", "E", "F–L", "M–R", "S–Z"]
