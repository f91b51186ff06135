from __future__ import annotations

import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from annotui.core.model import Fragment, Link
from annotui.project import annotate
from annotui.project.figures import check, stats, stats_lines
from annotui.project.jobs import Stopped
from annotui.project.opening import Project

FERRY = "b-ferry.txt"


@pytest.fixture
def spoiled(project: Project) -> Callable[..., list[tuple[str, str]]]:
    """`spoiled(sql, ...)`: the kinds of fault and what is said, after somebody else wrote to the database."""
    link = Link("ferry-2020", part=Fragment(2, 5))
    annotate.tag(project, FERRY, [Fragment(0, 5), Fragment(11, 18)], "agreement", links=[link], id="span")
    annotate.set_status(project, [FERRY], "done")

    def spoil(*statements: str) -> list[tuple[str, str]]:
        connection = sqlite3.connect(project.store.path, isolation_level=None)
        for statement in statements:
            connection.execute(statement)
        connection.close()
        return [(fault.kind, f"{fault.where}: {fault.what}") for fault in check(project)]

    return spoil


def test_a_sound_project_has_no_faults(spoiled: Callable[..., list[tuple[str, str]]]) -> None:
    assert spoiled() == []


@pytest.mark.parametrize(
    ("statements", "kind", "said"),
    [
        (["UPDATE article SET text = text || '!'"], "text", "does not match its hash"),
        (["UPDATE fragment SET exact = 'Fairy' WHERE position = 0"], "offset", f"{FERRY} 0-18 span: does not stand"),
        (['UPDATE fragment SET "end" = 6 WHERE position = 0'], "offset", "does not stand on its quoted text"),
        (['UPDATE fragment SET "end" = 99999 WHERE position = 1'], "offset", "does not stand"),
        (["UPDATE fragment SET start = 3, \"end\" = 4, exact = 'r' WHERE position = 1"], "fragments", "overlap"),
        (["UPDATE annotation SET anchor = 'moved'"], "moved", "look at it"),
        (["UPDATE annotation SET anchor = 'orphaned'"], "orphaned", "tag it anew"),
        (["UPDATE link SET part_start = 300, part_end = 301"], "part", "outside the span"),
        (["DELETE FROM fragment"], "database", "annotation span has no fragment"),
        (["DELETE FROM agreement WHERE id = 'ferry-2020'"], "database", "refers to a missing agreement"),
        (["DELETE FROM label WHERE name = 'agreement'"], "database", "refers to a missing label"),
        (["PRAGMA foreign_keys=OFF", "DROP TABLE agreement_party"], "database", "table agreement_party is missing"),
        (["DROP INDEX link_by_agreement"], "database", "index link_by_agreement is missing"),
        (["ALTER TABLE label ADD COLUMN extra TEXT"], "database", "table label is not as annotui makes it"),
        (["CREATE TRIGGER sly AFTER INSERT ON label BEGIN SELECT 1; END"], "database", "trigger sly"),
        (["DROP TABLE meta"], "database", "table meta is missing"),
        (["UPDATE article_status SET status = 'skipped'"], "database", f"order of statuses lacks {FERRY} of vera"),
        (["DELETE FROM article_status"], "database", f"order of statuses wrongly has {FERRY} of vera"),
    ],
)
def test_check_finds_every_kind_of_fault(
    spoiled: Callable[..., list[tuple[str, str]]], statements: list[str], kind: str, said: str
) -> None:
    found = spoiled(*statements)
    assert any(each == kind and said in text for each, text in found), found


def test_check_of_a_file_with_damaged_pages_tells_faults_and_goes_no_further(
    make_project: Callable[..., Project], project_folder: Path
) -> None:
    make_project({f"{n}.txt": "Plain words of a longer article. " * 200 for n in range(20)}).close()
    path = project_folder / "annotations.db"
    data = bytearray(path.read_bytes())
    middle = len(data) // 2 // 4096 * 4096
    data[middle : middle + 8 * 4096] = b"\xff" * (8 * 4096)
    path.write_bytes(data)
    faults = check(make_project())
    assert faults
    assert faults[-1].kind == "damaged"


def test_check_that_is_stopped_does_not_say_that_all_is_well(project: Project) -> None:
    with pytest.raises(Stopped):
        check(project, lambda what, done, total: done < 1)


def test_counting_can_be_stopped(project: Project) -> None:
    with pytest.raises(Stopped):
        stats(project, lambda what, done, total: done < total - 2)
    seen: list[tuple[int, int]] = []

    def see(what: str, done: int, total: int) -> bool:
        seen.append((done, total))
        return True

    stats(project, see)
    assert seen[-1][0] == seen[-1][1]


def test_stats_are_everybodys_but_for_the_statuses(make_project: Callable[..., Project]) -> None:
    vera, boris = make_project(), make_project(annotator="boris")
    annotate.set_status(vera, [FERRY], "done")
    links = [Link("ferry-2020"), Link("harbour-2019")]
    annotate.tag(vera, FERRY, [Fragment(0, 5)], "agreement", links=links)
    annotate.tag(boris, FERRY, [Fragment(0, 5)], "agreement", links=[Link("ferry-2020")])
    annotate.tag(boris, FERRY, [Fragment(0, 6)], "agreement")
    here, there = stats(vera), stats(boris)
    assert here.statuses == {"done": 1, "todo": 2}
    assert there.statuses == {"todo": 3}
    assert here.annotators == {"boris": 2, "vera": 1}
    assert here.links == {"linked": 2, "open": 1}
    assert here.most_mentioned == {"ferry-2020": 2, "harbour-2019": 1}
    assert list(here.most_mentioned) == ["ferry-2020", "harbour-2019"]
    assert (here.agreements_mentioned, here.acts) == (2, 4)
    assert stats_lines(here)[0] == f"articles     3 with {here.words:,} words"
