"""The catalogue's index in a file: it finds what one in memory finds, and follows what is done to the catalogue."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from importlib.resources import files

import pytest

from annotui.core.model import Agreement, Fragment, Link
from annotui.errors import StorageError
from annotui.linking.candidates import candidates
from annotui.linking.catalogue import Catalogue
from annotui.linking.mentions import find_mentions
from annotui.linking.sets import Candidate
from annotui.linking.words import words_of
from annotui.project import annotate, catalogue_index, exchange, reading, record_acts, records, suggesting, workers
from annotui.project.catalogue_index import INDEX, CatalogueIndex, build, index_of, make_ready
from annotui.project.opening import Project
from annotui.project.suggest import Linker

SHIPPED = tuple(
    json.loads(line)
    for line in (files("annotui") / "data" / "agreements.jsonl").read_text(encoding="utf-8").splitlines()
)
TEXT = (
    "Baku and Yerevan spoke of the trilateral statements of November 10, 2020 and January 11, 2021. Resolutions 822 "
    "and 884 of the Security Council were quoted, and so was the Declaration on Allied Interaction between Russia and "
    "Azerbaijan of 22 February 2022. The Declaration is about alliance. The Almaty Declaration is not.\n"
)
QUERIES = ("trilatral statment 2020", "resoluton 88", "alied interacton", "sochi", "declaration of", "almaty 1991")


@pytest.fixture
def large(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let any catalogue be one of which an index is kept."""
    monkeypatch.setattr(records, "MOST_AT_ONCE", 0)


@pytest.fixture
def shipped(make_project: Callable[..., Project], large: None) -> Project:
    """A project with the shipped catalogue, its index made."""
    project = make_project({"a.txt": f"Talks\n\n{TEXT}"}, SHIPPED)
    assert make_ready(project)
    return project


@pytest.fixture
def index(shipped: Project) -> Iterator[CatalogueIndex]:
    """Its index."""
    found = index_of(shipped)
    yield found
    found.close()


def current(index: CatalogueIndex) -> Catalogue:
    found = index.current()
    assert found is not None
    return found


def first(known: Catalogue, text: str) -> str:
    return next((one.links[0].agreement.id for one in candidates(known, text)), "")


def told(found: Sequence[Candidate]) -> list[object]:
    """All that candidates say."""
    return [([(link.agreement, link.part) for link in one.links], one.score, one.reasons) for one in found]


def test_it_finds_what_one_in_memory_finds(shipped: Project, index: CatalogueIndex) -> None:
    kept, read = current(index), Catalogue.of(shipped.agreements())
    assert len(kept) == len(read)
    for query in QUERIES:
        assert told(candidates(kept, TEXT[:40], query=query)) == told(candidates(read, TEXT[:40], query=query))
        of_mention = [candidates(each, query, context=TEXT, on="2022-04-16") for each in (kept, read)]
        assert told(of_mention[0]) == told(of_mention[1])
    found = find_mentions(kept, TEXT, on="2022-04-16")
    assert len(found) >= 4
    assert found == find_mentions(read, TEXT, on="2022-04-16")


def test_a_small_catalogue_needs_no_file(project: Project) -> None:
    assert make_ready(project)
    index = index_of(project)
    assert first(current(index), "Harbour Accord of 3 May 2019") == "harbour-2019"
    path = project.own_file(INDEX)
    assert path is not None
    assert not path.exists()


def test_without_its_file_a_large_one_is_not_ready(project: Project, large: None) -> None:
    linker = Linker(project)
    assert not linker.is_ready
    assert linker.for_text("Harbour Accord") == []
    assert not linker.make_ready(lambda what, done, total: False)
    assert not linker.is_ready
    assert linker.make_ready()
    assert linker.is_ready
    assert linker.for_text("Harbour Accord")[0].links[0].agreement.id == "harbour-2019"


def test_where_nothing_can_be_kept_it_is_read_into_memory(project: Project, large: None) -> None:
    index = CatalogueIndex(project.store.connection, None)
    assert first(current(index), "Harbour Accord of 3 May 2019") == "harbour-2019"


@pytest.mark.parametrize("kept", [True, False])
def test_what_acts_change_is_taken_up(project: Project, large: None, kept: bool) -> None:
    path = project.own_file(INDEX) if kept else None
    if path is not None:
        assert build(project.store.connection, path)
    index = CatalogueIndex(project.store.connection, path)
    assert first(current(index), "Lighthouse Convention") == ""
    record_acts.add_agreement(project, Agreement("light", "Lighthouse Convention", parties=("Utopia",)))
    assert first(current(index), "Lighthouse Convention") == "light"
    assert current(index).parties.find(words_of("Utopia signed"))
    record_acts.add_alias(project, project.agreement("light"), "Beacon Deed")
    assert first(current(index), "Beacon Deed") == "light"
    record_acts.merge(project, project.agreement("harbour-2019"), project.agreement("light"))
    assert first(current(index), "Beacon Deed") == "harbour-2019"
    assert current(index).get("light") is None
    past = annotate.to_undo(project)
    assert past is not None
    annotate.undo(project, past)
    assert first(current(index), "Beacon Deed") == "light"
    index.close()


def test_what_was_accepted_is_taken_up_and_stays(shipped: Project, index: CatalogueIndex) -> None:
    start = reading.article(shipped, "a.txt").text.index("Almaty Declaration")
    assert first(current(index), "Lakeside Papers") == ""
    edge = Fragment(start, start + len("Almaty Declaration"))
    annotate.tag(shipped, "a.txt", [edge], "agreement", links=[Link("tri-2020-11-09")])
    (best, *_) = candidates(current(index), "Almaty Declaration")
    assert "accepted" in {reason.id for reason in best.reasons} or best.links[0].agreement.id != "tri-2020-11-09"
    accepted = current(index).record("tri-2020-11-09").accepted
    assert accepted == {"almaty declaration": 1}
    index.close()
    assert current(index).record("tri-2020-11-09").accepted == accepted


def test_after_a_large_import_it_has_to_be_made_anew(
    shipped: Project, index: CatalogueIndex, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(catalogue_index, "_MOST_TAKEN_UP", 2)
    assert index.current() is not None
    lines = "\n".join(json.dumps({"id": f"new-{n}", "title": f"Quay Pact {n}"}) for n in range(3))
    exchange.import_agreements(shipped, lines.encode(), "jsonl", "lines")
    assert index.current() is None
    assert make_ready(shipped)
    assert first(current(index), "Quay Pact 2").startswith("new-")


def test_one_of_another_history_has_to_be_made_anew(shipped: Project, index: CatalogueIndex) -> None:
    assert index.current() is not None
    index.close()
    record_acts.add_agreement(shipped, Agreement("light", "Lighthouse Convention"))
    assert index.current() is not None
    index.close()
    shipped.store.connection.execute("UPDATE history SET at = '1999-01-01T00:00:00.000Z'")
    assert index.current() is None


def test_a_broken_file_is_made_anew(shipped: Project, index: CatalogueIndex) -> None:
    path = shipped.own_file(INDEX)
    assert path is not None
    size = path.stat().st_size
    with path.open("r+b") as file:
        file.seek(4096)
        file.write(b"\x7f" * (size - 4096))
    assert index.current() is None
    assert not path.exists()
    assert make_ready(shipped)
    assert first(current(index), "Security Council Resolution 822") == "unsc-822"


def test_one_that_breaks_while_it_is_open_is_made_anew(shipped: Project) -> None:
    linker = Linker(shipped)
    assert linker.is_ready
    path = shipped.own_file(INDEX)
    assert path is not None
    size = path.stat().st_size
    with path.open("r+b") as file:
        file.seek(4096)
        file.write(b"\x7f" * (size - 4096))
    assert linker.for_text("trilateral statement of 9 November 2020") == []
    assert not linker.is_ready
    assert linker.make_ready()
    assert linker.for_text("trilateral statement of 9 November 2020")
    linker.close()


def test_a_project_that_is_held_by_another_keeps_its_index(shipped: Project, index: CatalogueIndex) -> None:
    assert index.current() is not None
    path = shipped.own_file(INDEX)
    assert path is not None
    shipped.store.connection.execute("PRAGMA busy_timeout=100")
    with closing(sqlite3.connect(shipped.store.path, isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        with pytest.raises(StorageError, match="in use"):
            index.current()
    assert path.exists()
    assert index.current() is not None


def test_suggestions_come_from_it(shipped: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    path = shipped.own_file(INDEX)
    assert path is not None
    path.unlink()
    monkeypatch.setattr(workers, "how_many", lambda: 1)
    told: list[str] = []

    def progress(what: str, done: int, total: int) -> bool:
        told.append(what)
        return True

    assert suggesting.suggest(shipped, progress=progress).suggestions >= 4
    assert set(told) == {"catalogue", "suggesting"}
    assert path.exists()
    path.unlink()
    assert suggesting.suggest(shipped, progress=lambda what, done, total: False).stopped
