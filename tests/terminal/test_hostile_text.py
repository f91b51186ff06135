"""Text from elsewhere cannot speak to the terminal: on every screen its control characters are shown, never sent."""

from __future__ import annotations

import json
import os
import re
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from .conftest import Run, Start
from .driver import Terminal

EVIL = (
    "\x1b]52;c;MARKA\x07\x1b]0;MARKB\x1b\\\x1b[2JMARKC\x1bPMARKD\x1b\\\x1b[?1049lMARKE\x9b2JMARKF\x9dMARKG\x9c"
    "\u202eMARKH\u202c\u2066\u2069\u200e\u061c\x08\x08MARKI\x0bMARKJ\x7f\x05\x0e\u2028MARKK"
)
"""OSC 52 and 0, CSI, DCS, a mode switched, C1 bytes, bidi controls, backspaces, and other characters with effects."""
WITH_BREAKS = EVIL + "\rMARKL\tMARKM"

OTHER_TEXTS = {
    "label": ("name", "color", "guideline"),
    "annotator": ("name",),
    "agreement": ("id", "title", "short", "place", "kind", "url", "note"),
    "agreement_date": ("date",),
    "agreement_party": ("party",),
    "agreement_alias": ("alias",),
    "article": ("title", "source", "language"),
    "annotation": ("note",),
    "article_status": ("note",),
}
"""Columns of annotations.db that the app shows, whose text may come from elsewhere."""
REFERENCES = {
    "label": [("annotation", "label")],
    "annotator": [("annotation", "annotator"), ("link", '"by"'), ("history", "annotator")],
    "agreement": [
        ("link", "agreement"),
        ("agreement_date", "agreement"),
        ("agreement_party", "agreement"),
        ("agreement_alias", "agreement"),
    ],
}
ME = "ana"

# What Textual sends: CSI, and OSC 22 for the shape of the mouse pointer.
_OWN_SEQUENCE = re.compile(r"\x1b(?:\[[0-?]*[ -/]*[@-~]|\]22;[a-z]*(?:\x07|\x1b\\)|[=>78])")
# A tab stands between the columns of a command's output.
_OWN_CONTROLS = frozenset("\r\n\t")
_BIDI = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\u2028\u2029]")


@pytest.fixture(scope="module")
def hostile_template(tmp_path_factory: pytest.TempPathFactory, run: Run) -> Path:
    """A project in which every text that can be is hostile: file name, article, title, labels, catalogue, notes."""
    project = tmp_path_factory.mktemp("hostile") / "p\x1b]52;c;MARK\x07\x08\x9b2J\u202e"
    corpus = project / "corpus"
    corpus.mkdir(parents=True)
    text = f"title: Title {EVIL}\nsource: Source {EVIL}\ndate: 2022-04-16\n\n" + "\n\n".join(
        f"The Tallinn Agreement {WITH_BREAKS} of 3 March 2020 was {number} times read by Aino Saarinen."
        for number in range(30)
    )
    (corpus / f"a{EVIL.replace('/', '')}.txt").write_text(text, encoding="utf-8", newline="")
    record = {
        "id": "tallinn",
        "title": f"Tallinn Agreement {WITH_BREAKS}",
        "short": "Tallinn",
        "dates": ["2020-03-03"],
        "place": "Tallinn",
        "parties": ["Estonia"],
        "kind": "agreement",
        "aliases": ["Tallinn Agreement", "Agreement of Tallinn"],
        "url": "https://example.org",
        "note": "note",
    }
    (project / "catalogue.jsonl").write_text(json.dumps(record))
    run(project, "init")
    run(project, "agreements", "import", "catalogue.jsonl")
    article = next(corpus.iterdir()).name
    run(project, "tag", article, "0", "5", "agreement", "--agreement", "tallinn", "--note", "note")
    run(project, "tag", article, "0", "12", "person", "--note", "note", "--annotator", "bob")
    make_hostile(project / "annotations.db")
    return project


@pytest.fixture
def hostile(tmp_path: Path, hostile_template: Path) -> Path:
    """A copy of the hostile project."""
    return shutil.copytree(hostile_template, tmp_path / hostile_template.name)


def make_hostile(database: Path) -> None:
    """Put the hostile text behind every text that is shown; my own name stays, so that the spans are mine."""
    with closing(sqlite3.connect(database)) as connection, connection:
        connection.execute("PRAGMA foreign_keys = OFF")
        for table, columns in OTHER_TEXTS.items():
            for column in columns:
                unless = f" WHERE {column} <> '{ME}'"
                connection.execute(f"UPDATE {table} SET {column} = {column} || ?{unless}", (WITH_BREAKS,))
        for references in REFERENCES.values():
            for table, column in references:
                unless = f" WHERE {column} <> '{ME}'"
                connection.execute(f"UPDATE {table} SET {column} = {column} || ?{unless}", (WITH_BREAKS,))


def check_clean(received: bytes) -> None:
    """Only the app's own sequences came: no OSC or DCS, no C1, no stray control, no bidi control."""
    text = received.decode("utf-8")
    rest = _OWN_SEQUENCE.sub("", text)
    found = {
        f"{character!r} before {rest[at : at + 12]!r}"
        for at, character in enumerate(rest)
        if (character < " " and character not in _OWN_CONTROLS) or "\x7f" <= character <= "\x9f"
    }
    assert not found
    assert not _BIDI.search(rest)
    assert not re.search(r"(?:\x1b\[2J|\x1b\[\?1049l|\r)MARK", text)


def step(terminal: Terminal, keys: tuple[str, ...], seen: str) -> None:
    """Press keys; wait for a word that tells the screen, and for the hostile text to be on it."""
    terminal.press(*keys)
    terminal.wait_for(lambda at: seen in at.text and "MARK" in at.text)
    terminal.quiet(0.1)


def test_no_screen_sends_what_the_text_says(hostile: Path, terminal: Start) -> None:
    app = terminal(hostile, 100, 40)
    step(app, (), "1 article")
    step(app, ("f",), "Only:")
    app.press("escape")
    app.wait_gone("Only:")
    step(app, ("enter",), " open ·")
    app.wait_for(lambda at: "agreement␛" in at.lines[-2])
    app.press("i")
    app.wait_for(lambda at: "person␛" in at.lines[-2])
    app.press("i")
    app.wait_for(lambda at: "agreement␛" in at.lines[-2])
    step(app, ("g", "?"), "Guideline")
    step(app, ("q",), " open ·")
    step(app, ("t",), "Label:")
    app.press("escape")
    app.wait_gone("Label:")
    step(app, ("r",), "New label:")
    app.press("escape")
    app.wait_gone("New label:")
    step(app, ("c",), "Note:")
    app.press("escape")
    app.wait_gone("Note:")
    step(app, ("C",), "Note on the article:")
    app.press("escape")
    app.wait_gone("Note on the article:")
    step(app, ("L",), "not listed")
    step(app, ("/", "t", "a"), "Search:")
    app.press("tab")
    app.wait_gone("Search:")
    step(app, ("c",), "Record")
    step(app, ("q",), "not listed")
    app.press("?")
    app.wait_for("Help")
    app.press("q")
    app.wait_for("not listed")
    step(app, ("1",), "Linked to")
    step(app, ("u",), "Undone")
    step(app, ("O",), "Spans  ")
    step(app, ("q", "A"), "Catalogue")
    step(app, ("/", "t", "a", "enter"), "like “ta”")
    step(app, ("enter",), "c shows it whole")
    step(app, ("c",), "Record")
    step(app, ("q", "e"), "Edit:")
    app.press("escape")
    app.wait_gone("Edit:")
    app.press("q", "=")
    app.wait_for("several records share")
    step(app, ("q", "q", "S"), "Statistics")
    step(app, ("q",), " open ·")
    app.press("?")
    app.wait_for("Help")
    app.press("q")
    app.wait_for(" open ·")
    step(app, ("v", "space", "n", "escape"), " open ·")
    step(app, ("D",), "Done")
    step(app, ("q",), "1 article")
    app.press("Q")
    assert app.exit_code() == 0
    check_clean(bytes(app.received))


def test_what_is_pasted_is_shown_as_text(project: Path, terminal: Start) -> None:
    app = terminal(project)
    app.wait_for("2 articles")
    app.press("/")
    app.send(b"\x1b[200~x\x07\x08\xc2\x9b2JMARK\xe2\x80\xae\x1b[201~")
    app.wait_for("MARK")
    app.quiet()
    check_clean(bytes(app.received))


def test_wide_screens_with_every_pane_send_nothing_of_it(hostile: Path, terminal: Start) -> None:
    app = terminal(hostile, 200, 50)
    step(app, (), "1 article")
    step(app, ("enter",), "Spans  ")
    app.wait_for(lambda at: "agreement␛" in at.lines[-2])
    app.press("i")
    app.wait_for(lambda at: "person␛" in at.lines[-2])
    step(app, ("escape",), "by bob␛")
    step(app, ("space", "g", "l", "j", "enter"), " open ·")
    app.press("Q")
    assert app.exit_code() == 0
    check_clean(bytes(app.received))


@pytest.mark.parametrize(
    "command",
    [
        ("stats",),
        ("sync",),
        ("labels", "list"),
        ("agreements", "list"),
        ("agreements", "show", "no\x1b]52;c;MARK\x07"),
        ("link", "Tallinn Agreement"),
        ("search", "Saarinen"),
        ("labels", "import", "labels.jsonl"),
        ("tag", "none\x1b]0;MARK\x07", "0", "1", "person"),
        ("none\x1b[2JMARK",),
        ("export",),
    ],
    ids=lambda command: "-".join(word for word in command if word.isprintable()),
)
def test_no_command_sends_it_to_a_terminal(hostile: Path, terminal: Start, command: tuple[str, ...]) -> None:
    (hostile / "labels.jsonl").write_text(json.dumps({"name": f"label {EVIL}"}))
    app = terminal(hostile, 200, 50, arguments=command)
    assert app.exit_code() in {0, 1, 2, 3}
    assert "MARK" in app.text or command in {("stats",), ("sync",)}
    check_clean(bytes(app.received))


def test_the_error_for_a_folder_with_a_hostile_name_is_clean(tmp_path: Path, terminal: Start) -> None:
    folder = tmp_path / f"p{EVIL.replace('/', '')}"
    folder.mkdir()
    app = terminal(tmp_path, arguments=(f".{os.sep}{folder.name}",))
    assert app.exit_code() == 2
    assert "MARK" in app.text
    check_clean(bytes(app.received))
