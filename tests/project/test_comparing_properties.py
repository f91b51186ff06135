"""Whatever happens to corpus/ and to the database, stamps that can be relied on tell what a look at every byte does."""

from __future__ import annotations

import os
import tempfile
from contextlib import closing
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from annotui.core.model import Fragment
from annotui.errors import AnnotuiError
from annotui.project import annotate
from annotui.project.comparing import differences
from annotui.project.opening import Project, create_project, open_project
from annotui.project.state import State
from annotui.project.sync import sync

PATHS = ("a.txt", "b.txt", "sub/c.txt", "sub/d.txt")
CONTENTS = ("One text here.", "Two text here.", "Six text here.")

paths = st.sampled_from(PATHS)
steps = st.lists(
    st.one_of(
        st.tuples(st.just("write"), paths, st.sampled_from(CONTENTS)),
        st.tuples(st.just("move"), paths, paths),
        st.tuples(st.sampled_from(["away", "back", "touch"]), paths, st.just("")),
        st.tuples(
            st.sampled_from(["sync", "look", "undo", "reopen", "tag", "forget", "aside", "restore"]),
            st.just(""),
            st.just(""),
        ),
    ),
    min_size=3,
    max_size=25,
)


class World:
    """A project, its files with the times that they were written, and what was put aside."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.project: Project = create_project(folder, "vera")
        self.clock = 1_600_000_000_000_000_000
        self.backup = b""

    def do(self, step: str, path: str, other: str) -> None:
        file = self.project.corpus / path
        file.parent.mkdir(exist_ok=True)
        aside = self.folder / "aside" / path.replace("/", "-")
        aside.parent.mkdir(exist_ok=True)
        if step == "write":
            file.write_text(other)
            self.touch(file)
        elif step == "touch" and file.exists():
            self.touch(file)
        elif step == "away" and file.exists():
            file.rename(aside)
        elif step == "back" and aside.exists():
            aside.rename(file)
        elif step == "move" and file.exists():
            file.replace(self.project.corpus / other if (self.project.corpus / other).parent.exists() else file)
        elif step in {"sync", "look", "undo", "reopen", "tag", "forget", "aside", "restore"}:
            getattr(self, step)()

    def touch(self, file: Path) -> None:
        """Another moment than that of any file before: two texts of one size and time could not be told apart."""
        self.clock += 1_000_000_000
        os.utime(file, ns=(self.clock, self.clock))

    def sync(self) -> None:
        sync(self.project)
        assert self.stored() == self.found()
        assert not differences(self.project)

    def look(self) -> None:
        told = differences(self.project)
        assert bool(told) == (self.stored() != self.found())
        with closing(open_project(self.folder, "vera")) as fresh:
            fresh.state = State(None)
            assert told == differences(fresh)

    def undo(self) -> None:
        past = annotate.to_undo(self.project)
        if past is not None:
            try:
                annotate.undo(self.project, past)
            except AnnotuiError:
                return

    def tag(self) -> None:
        path = next(iter(self.stored()), "")
        if path:
            try:
                annotate.tag(self.project, path, [Fragment(0, 3)], "event")
            except AnnotuiError:
                return

    def reopen(self) -> None:
        self.project.close()
        self.project = open_project(self.folder, "vera")

    def forget(self) -> None:
        self.project.close()
        (self.folder / ".annotui/state.db").unlink(missing_ok=True)
        self.project = open_project(self.folder, "vera")

    def aside(self) -> None:
        self.backup = self.project.store.path.read_bytes()

    def restore(self) -> None:
        if self.backup:
            self.project.close()
            (self.folder / "annotations.db").write_bytes(self.backup)
            self.project = open_project(self.folder, "vera")

    def found(self) -> dict[str, str]:
        return {path: (self.folder / "corpus" / path).read_text() for path in PATHS if self.exists(path)}

    def exists(self, path: str) -> bool:
        return (self.folder / "corpus" / path).exists()

    def stored(self) -> dict[str, str]:
        return dict(
            self.project.store.connection.execute("SELECT path, text FROM article WHERE present = 1").fetchall()
        )


@given(steps)
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
def test_stamps_tell_what_a_look_at_every_byte_does(steps: list[tuple[str, str, str]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        world = World(Path(folder))
        try:
            for step in (*steps, ("look", "", ""), ("sync", "", "")):
                world.do(*step)
        finally:
            world.project.close()
