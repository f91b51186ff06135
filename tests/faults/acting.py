"""A program that acts on a project and says what was done or refused; the tests make its system calls fail.

`python -m tests.faults.acting WHAT FOLDER`. What is done once before it says that it is ready is done again after it:
so nothing is left to be imported, and every fault is one of files.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Mapping
from contextlib import closing
from pathlib import Path
from random import Random
from typing import NoReturn

from annotui.core.model import Annotation, Fragment, Link
from annotui.errors import AnnotuiError, StorageError, UsageError
from annotui.project import adding, annotate, exchange, exporting, importing
from annotui.project.exporting import Selection
from annotui.project.opening import Project, open_project

ARTICLE = "a-harbour.txt"
RECORD = "ferry-2020"
ANNOTATOR = "vera"
TRIES = 3
IMPORTED = ("one", "two", "three")
OUT, ADDED, OTHER, TAKEN = "out.jsonl", "added.txt", "other", "taken.jsonl"
_LINE = '{{"id": "{id}", "title": "The {id} accord", "dates": ["2019-05-03"]}}\n'


def say(line: str) -> None:
    """One line on stdout, by a call that no other part of the program makes."""
    os.writev(1, [f"{line}\n".encode()])


def attempt(what: str, act: Callable[[], object]) -> None:
    """Do something, as often as a person would try again, and say how it went."""
    for _ in range(TRIES):
        try:
            act()
        except AnnotuiError as error:
            say(f"refused {what}: {error.what}")
        else:
            say(f"done {what}")
            return


def tag_link_undo(project: Project) -> None:
    """Tag a word with a label that links, link it, take the link back."""
    made: list[Annotation] = []
    attempt("tag", lambda: made.append(annotate.tag(project, ARTICLE, [Fragment(0, 3)], "agreement")))
    if made:
        attempt("link", lambda: annotate.set_links(project, made[0], [Link(RECORD)]))
    attempt("undo", lambda: _undo(project))


def import_agreements(project: Project) -> None:
    """Take three records into the catalogue."""
    attempt("import", lambda: _import(project, *IMPORTED))


def take_in(project: Project) -> None:
    """Take two spans on an article that is there, and one on an article that comes along."""
    attempt("take", lambda: _take(project, TAKEN))


def export(project: Project) -> None:
    """Write all annotations over a file that is there."""
    attempt("export", lambda: _export(project))


def read_in(project: Project) -> None:
    """Take a file into corpus/ and read it in."""
    attempt("add", lambda: _add(project, ADDED))


def many(folder: Path, annotator: str, seed: str) -> NoReturn:
    """Tag, link and take back without an end, one of two at it; what was done is said with the span's id."""
    chance = Random(seed + annotator)
    with closing(open_project(folder, annotator)) as project:
        while True:
            try:
                start = chance.randrange(4000)
                span = annotate.tag(
                    project,
                    ARTICLE,
                    [Fragment(start, start + chance.randint(1, 40))],
                    "agreement",
                    links=[Link(RECORD)],
                )
                say(f"tagged {span.id}")
                if chance.random() < 0.3:
                    _undo(project)
                    say(f"undone {span.id}")
                elif chance.random() < 0.3:
                    annotate.set_note(project, span, "looked at twice")
                    say(f"noted {span.id}")
            except UsageError:
                continue  # the words are tagged so already
            except StorageError as error:
                if "in use by another program" not in error.what:
                    raise


def _add(project: Project, name: str) -> None:
    """Raises StorageError where a file was said to be left out."""
    done = adding.add(project, [project.folder / name])
    if done.rejected or done.synced.skipped:
        raise StorageError("Something was left out.", "Add it again.")


def _import(project: Project, *ids: str) -> None:
    lines = "".join(_LINE.format(id=id) for id in ids)
    exchange.import_agreements(project, lines.encode(), "jsonl", "records.jsonl")


def _take(project: Project, name: str) -> None:
    """Raises StorageError where something was said to be refused: that an article was copied, but not read in."""
    done = importing.import_annotations(project, project.folder / name, "jsonl")
    if done.problems:
        raise StorageError("Something was refused.", "Import it again.")


def _export(project: Project) -> None:
    exporting.export_to(project, project.folder / OUT, sys.stdout.buffer, "jsonl", Selection(), force=True)


def _undo(project: Project) -> None:
    past = annotate.to_undo(project)
    if past is not None:
        annotate.undo(project, past)


def _warm_acts(project: Project) -> None:
    span = annotate.tag(project, ARTICLE, [Fragment(4, 11)], "agreement")
    annotate.set_links(project, span, [Link(RECORD)])
    for _ in range(2):
        _undo(project)


def _warm_export(project: Project) -> None:
    _export(project)
    annotate.tag(project, ARTICLE, [Fragment(4, 11)], "place")


ACTS: Mapping[str, tuple[Callable[[Project], object], Callable[[Project], object]]] = {
    "acts": (_warm_acts, tag_link_undo),
    "import": (lambda project: _import(project, "zero"), import_agreements),
    "take": (lambda project: _take(project, "warm.jsonl"), take_in),
    "export": (_warm_export, export),
    "read": (lambda project: _add(project, "warm.txt"), read_in),
}
"""What is done before the program is ready, and after it."""


def main(what: str, folder: Path, *more: str) -> int:
    """Act on the project in a folder. Returns 0: it ends otherwise only by an error that nobody foresaw."""
    if what == "many":
        many(folder, *more)
    if what == "migrate":
        open_project(folder / OTHER, ANNOTATOR).close()
        say("ready")
        attempt("migrate", lambda: open_project(folder, ANNOTATOR).close())
        return 0
    with closing(open_project(folder, ANNOTATOR)) as project:
        warm, act = ACTS[what]
        warm(project)
        say("ready")
        act(project)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], Path(sys.argv[2]), *sys.argv[3:]))
