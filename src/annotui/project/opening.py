"""A project: a folder with `corpus/` and `annotations.db`. Found, made, opened; read-only, foreign or newer said."""

from __future__ import annotations

import getpass
import os
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from annotui.core.model import Agreement, Label
from annotui.errors import StorageError, UsageError
from annotui.project.settings import Settings
from annotui.project.state import State
from annotui.storage import catalogue
from annotui.storage.history import links_given
from annotui.storage.store import Store

if TYPE_CHECKING:
    from annotui.project.ahead import Ahead

DATABASE = "annotations.db"
CORPUS = "corpus"
OWN_FOLDER = ".annotui"
SCREEN_BUSY_SECONDS = 1.0
"""How long a key press waits for another process that is writing."""


class Project:
    """An open project: where it is, who works on it, its database, and what this machine remembers of it."""

    def __init__(self, folder: Path, store: Store, annotator: str, settings: Settings) -> None:
        self.folder = folder
        self.store = store
        self.annotator = annotator
        self.settings = settings
        self.state = State(self.own_file("state.db"))
        self.ahead: Ahead | None = None

    def read_ahead(self) -> None:
        """Read the article that was open last beside what is done until it is opened."""
        path = self.state.text("reading")
        if path:
            from annotui.project.ahead import Ahead

            self.ahead = Ahead(self, path)

    def count_effort(self) -> None:
        """Count from now on what links take: `state.count_key` is told of each key."""
        self.store.on_act = lambda changes: self.state.count_links(self.annotator, links_given(changes))

    @property
    def corpus(self) -> Path:
        """The folder of the articles."""
        return self.folder / CORPUS

    def own_file(self, name: str) -> Path | None:
        """A file in `.annotui/`, or None where the folder is read-only and nothing can be kept."""
        own = self.folder / OWN_FOLDER
        return own / name if os.access(own if _is_folder(own) else self.folder, os.W_OK) else None

    def labels(self) -> list[Label]:
        """The label set, in its order."""
        return catalogue.labels(self.store.connection)

    def span_labels(self) -> list[Label]:
        """The labels that spans can have."""
        return [label for label in self.labels() if not label.articles]

    def label(self, name: str) -> Label:
        """The label with this name. Raises UsageError naming those there are."""
        found = catalogue.label(self.store.connection, name)
        if found is None:
            names = ", ".join(label.name for label in self.labels())
            raise UsageError(f"There is no label {name!r}.", f"The labels are: {names or 'none'}.")
        return found

    def annotators(self) -> list[str]:
        """Those who have ever annotated here, by name."""
        return catalogue.annotators(self.store.connection)

    def agreements(self) -> list[Agreement]:
        """The catalogue, by id."""
        return catalogue.agreements(self.store.connection)

    def agreement(self, id: str) -> Agreement:
        """The record with this id. Raises UsageError."""
        found = catalogue.agreement(self.store.connection, id)
        if found is None:
            raise UsageError(f"There is no agreement {id!r} in the catalogue.", "`annotui agreements list` shows all.")
        return found

    def risk(self) -> str:
        """What can go wrong where the project lies, as a sentence; empty on a disk of this machine."""
        from annotui.storage.file_system import network_file_system

        kind = network_file_system(self.folder)
        return kind and (
            f"The project lies on a network file system ({kind}), which may not keep two people apart: "
            "let only one work on it at a time, or copy it to a disk."
        )

    def close(self) -> None:
        """Close the files."""
        self.state.close()
        self.store.close()


def who(name: str = "", environ: Mapping[str, str] | None = None) -> str:
    """The annotator: `name`, else $ANNOTUI_ANNOTATOR, else the login name. Raises UsageError for an unusable one."""
    environ = os.environ if environ is None else environ
    chosen = name.strip() or environ.get("ANNOTUI_ANNOTATOR", "").strip()
    if not chosen:
        try:
            chosen = getpass.getuser()
        except (KeyError, OSError):
            chosen = "annotator"
    if not chosen.isprintable():
        raise UsageError("The annotator's name has characters that cannot be shown.", "Give another: --annotator NAME.")
    return chosen


def is_project(folder: Path) -> bool:
    """Whether there is an annotations.db."""
    try:
        return (folder / DATABASE).exists()
    except OSError:
        return False


def open_project(folder: Path, annotator: str = "", *, busy_seconds: float = 5.0) -> Project:
    """Open a project that is there, writing nothing.

    Raises UsageError where there is none, StorageError where it cannot be read.
    """
    folder = _folder(folder)
    if not is_project(folder):
        raise UsageError(
            f"{folder} is not an annotui project: it has no {DATABASE}.",
            "`annotui init` makes one there; `--project DIR` names another folder.",
        )
    settings = Settings.of(folder)
    return Project(folder, Store.open(folder / DATABASE, busy_seconds=busy_seconds), who(annotator), settings)


def create_project(folder: Path, annotator: str = "") -> Project:
    """Make `corpus/` where missing and an annotations.db with the starter labels; the articles are not read yet.

    Raises UsageError if there is a project already, StorageError where the folder cannot be written.
    """
    name = who(annotator)
    if is_project(folder):
        raise UsageError(f"{folder / DATABASE} is there already.", "`annotui sync` reads corpus/ again.")
    try:
        (folder / CORPUS).mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StorageError(
            f"{folder / CORPUS} cannot be made: {error.strerror}.", "Give a folder that you may write to."
        ) from error
    from annotui.project.exchange import starter_labels

    labels = starter_labels()

    def fill(store: Store) -> None:
        with store.setting_up(name) as writer:
            for position, label in enumerate(labels):
                catalogue.put_label(writer, label, position)

    return Project(folder, Store.create(folder / DATABASE, fill), name, Settings.of(folder))


def open_or_create(folder: Path, annotator: str = "") -> tuple[Project, bool]:
    """Open the project in `folder` for the screen; one with `corpus/` but no database yet is made. (project, is new).

    Raises UsageError for a folder that has neither.
    """
    folder = _folder(folder)
    if is_project(folder):
        return open_project(folder, annotator, busy_seconds=SCREEN_BUSY_SECONDS), False
    if not (folder / CORPUS).is_dir():
        raise UsageError(
            f"{folder} is not an annotui project: it has neither {CORPUS}/ nor {DATABASE}.",
            "`annotui init` makes one there. Then put articles into corpus/, or `annotui add FILE...`.",
        )
    return create_project(folder, annotator), True


def _folder(folder: Path) -> Path:
    if not _is_folder(folder):
        raise UsageError(f"{folder} is not a folder.", "Give the folder that holds corpus/ and annotations.db.")
    return folder


def _is_folder(path: Path) -> bool:
    try:
        return path.is_dir()
    except OSError:
        return False
