"""Sync, adding and export in the app: a child process does them while the keys go on; Esc stops it, nothing is lost."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from annotui.core.model import Fragment
from annotui.project import annotate, exchange, indexing, reading, records
from annotui.project.catalogue_index import make_ready
from annotui.project.child_jobs import (
    CATALOGUE_READY,
    Asked,
    Child,
    Differences,
    Done,
    Failed,
    Message,
    Progressed,
    line_of,
    message_of,
)
from annotui.project.opening import Project
from annotui.project.own_suggestions import find
from annotui.project.suggest import Linker
from annotui.tui import app as app_module
from annotui.tui.screens import offers, workspace

if TYPE_CHECKING:
    from tests.tui.conftest import Driven, Run

HARBOUR = "a-harbour.txt"
FERRY = "b-ferry.txt"


class Held:
    """A child process in the test's hands: what it says is said when the test says so."""

    started: list[Held]

    def __init__(self, asked: Asked) -> None:
        self.asked = asked
        self.stopped = self.left = False
        self._from_child, self._told = os.pipe()
        os.set_blocking(self._from_child, False)
        self.started.append(self)

    def say(self, *messages: Message) -> None:
        os.write(self._told, b"".join(map(line_of, messages)))

    def end(self) -> None:
        os.close(self._told)

    def fileno(self) -> int:
        return self._from_child

    def read(self) -> list[Message] | None:
        data = os.read(self._from_child, 65536)
        return [message_of(line) for line in data.splitlines()] if data else None

    def stop(self) -> None:
        self.stopped = True

    def leave(self) -> None:
        self.left = True
        os.close(self._from_child)


@pytest.fixture
def children(monkeypatch: pytest.MonkeyPatch) -> list[Held]:
    """The child processes that the app has started, none of them real."""
    Held.started = []
    monkeypatch.setattr("annotui.tui.screens.working.Child", Held)
    return Held.started


@pytest.fixture
def without_a_look(monkeypatch: pytest.MonkeyPatch) -> None:
    """corpus/ is not compared with the database of itself."""
    monkeypatch.setattr(workspace, "LOOK_SECONDS", 3600)


async def begun(app: Driven, children: list[Held], keys: str = "s") -> Held:
    count = len(children)
    await app.press(keys)
    await app.until(lambda: len(children) > count)
    return children[-1]


@pytest.mark.usefixtures("without_a_look")
async def test_what_can_wait_is_done_when_nobody_types(
    run: Run, project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(app_module, "LONG_QUIET_SECONDS", 3600)
    async with run(project) as app:
        done: list[str] = []
        app.app.when_quiet(lambda: done.append("before any key"))
        await app.until(lambda: done == ["before any key"])
        await app.press("j")
        app.app.when_quiet(lambda: done.append("right after a key"))
        await app.settle()
        assert done == ["before any key"]
        monkeypatch.setattr(app_module, "LONG_QUIET_SECONDS", 0.05)
        app.app.when_quiet(lambda: done.append("a while after it"))
        await app.until(lambda: done[1:] == ["a while after it"])


@pytest.mark.usefixtures("without_a_look")
async def test_keys_go_on_while_a_job_does_and_the_status_line_says_how_far_it_is(
    run: Run, project: Project, children: list[Held]
) -> None:
    async with run(project) as app:
        job = await begun(app, children)
        assert (job.asked.job, job.asked.annotator) == ("sync", "vera")
        job.say(Progressed("read", 1200, 20000))
        await app.until(lambda: "read 1,200 of 20,000, Esc stops" in app.status)
        await app.press("j enter")
        assert app.active == "reader"
        await app.press("5")
        assert app.tags(FERRY) != []
        assert "read 1,200 of 20,000" in app.status
        job.say(Progressed("read", 2400, 20000), Done("3 new, 0 changed, 0 gone"))
        await app.until(lambda: app.said == "3 new, 0 changed, 0 gone")
        assert "Esc stops" not in app.status
        job.end()
        await app.until(lambda: job.left)


@pytest.mark.usefixtures("without_a_look")
async def test_escape_stops_a_job_but_first_a_prompt_or_a_selection(
    run: Run, project: Project, children: list[Held]
) -> None:
    async with run(project, reading=HARBOUR) as app:
        job = await begun(app, children, ": s y n c enter")
        await app.press("v escape / escape")
        assert not job.stopped
        await app.press("escape")
        assert job.stopped
        assert "after the piece in hand" in app.said
        job.say(Done("1 new, 0 changed, 0 gone; stopped, s goes on", stopped=True))
        await app.until(lambda: "stopped, s goes on" in app.said)
        await app.press("escape")
        assert app.said == ""
        job.end()


@pytest.mark.usefixtures("without_a_look")
async def test_one_job_at_a_time(run: Run, project: Project, children: list[Held], tmp_path: Path) -> None:
    async with run(project) as app:
        job = await begun(app, children)
        await app.press("s")
        assert "still goes on" in app.said
        await app.press(":")
        await app.type(f"export {tmp_path}/out.csv")
        await app.press("enter")
        assert "still goes on" in app.said
        await app.press("escape")
        assert len(children) == 1
        job.say(Done("done"))
        await app.until(lambda: app.said == "done")
        assert (await begun(app, children)).asked.job == "sync"


@pytest.mark.usefixtures("without_a_look")
async def test_an_error_of_a_job_is_shown_and_one_that_dies_is_told(
    run: Run, project: Project, children: list[Held]
) -> None:
    async with run(project) as app:
        job = await begun(app, children)
        job.say(Failed("The disk is full.", "Make room."))
        await app.until(lambda: "The disk is full. Make room." in app.said)
        job.end()
        job = await begun(app, children)
        assert job.asked.job == "sync"
        job.end()
        await app.until(lambda: "ended before it was done" in app.said)


async def test_the_look_makes_room_for_a_job_and_comes_again(run: Run, project: Project, children: list[Held]) -> None:
    async with run(project) as app:
        await app.until(lambda: len(children) == 1)
        look = children[0]
        assert look.asked.job == "look"
        assert "Esc stops" not in app.status
        look.say(Differences(new=2, removed=1))
        await app.until(lambda: "2 new, 1 gone: s reads them" in app.title("library-title"))
        job = await begun(app, children)
        assert look.stopped
        look.say(Done("", stopped=True))
        look.end()
        job.say(Done("2 new, 0 changed, 1 gone"))
        await app.until(lambda: len(children) == 3)
        assert "s reads them" not in app.title("library-title")
        assert children[2].asked.job == "look"


async def test_what_goes_on_is_let_go_when_the_app_is_left(run: Run, project: Project, children: list[Held]) -> None:
    async with run(project) as app:
        await app.until(lambda: len(children) == 1)
        job = await begun(app, children)
        await app.press("Q")
    assert app.app.return_code == 0
    assert all(child.left for child in (children[0], job))


async def test_a_large_project_is_searched_as_far_as_it_is_indexed(
    run: Run, project: Project, children: list[Held], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "BROUGHT_UP_AT_ONCE", 1)
    index = project.own_file("index.db")
    assert index is not None
    index.unlink()
    async with run(project) as app:
        await app.until(lambda: len(children) == 1)
        children[0].say(Differences(), Done(""))
        children[0].end()
        await app.until(lambda: children[0].left)
        await app.press("& p o r t enter")
        assert app.articles == []
        assert "being brought up" in app.said
        await app.until(lambda: len(children) == 2)
        assert indexing.bring_up(project)
        children[1].say(Differences(), Done("The full-text index is up to the articles"))
        await app.until(lambda: sorted(app.articles) == [HARBOUR, FERRY])


def is_indexed(project: Project) -> bool:
    """Whether the full-text index is known to be up to the articles."""
    with closing(indexing.full_text(project)) as index:
        return not index.is_behind()


def finished(child: Child) -> list[Message]:
    """Everything that a real child process says until it ends."""
    os.set_blocking(child.fileno(), True)
    told: list[Message] = []
    while (messages := child.read()) is not None:
        told += messages
    child.leave()
    return told


def test_a_child_process_does_each_job(project: Project, tmp_path: Path) -> None:
    (project.corpus / "d.txt").write_text("A fourth one.")
    (tmp_path / "e.txt").write_text("A fifth one.")

    def does(job: Asked) -> list[Message]:
        return [message for message in finished(Child(job)) if not isinstance(message, Progressed)]

    folder = str(project.folder)
    assert does(Asked("look", folder, "vera"))[0] == Differences(new=1)
    assert does(Asked("sync", folder, "vera")) == [Done("1 new, 0 changed, 0 gone")]
    assert does(Asked("add", folder, "vera", str(tmp_path / "e.txt"))) == [Done("1 added, 0 there already")]
    assert is_indexed(project)
    out = tmp_path / "out.jsonl"
    (done,) = does(Asked("export", folder, "vera", str(out), "jsonl"))
    assert done == Done(f"0 annotations in 5 articles written to {out}")
    assert len(out.read_text().splitlines()) == 5
    (failed,) = does(Asked("export", folder, "vera", str(tmp_path / "no/such/out.csv"), "csv"))
    assert isinstance(failed, Failed)
    assert "cannot be written" in failed.what
    (failed,) = does(Asked("sync", str(tmp_path), "vera"))
    assert isinstance(failed, Failed)
    assert "not an annotui project" in failed.what


@pytest.mark.parametrize("way", ["stop", "leave", "kill"])
def test_a_child_process_ends_at_its_batch_when_it_is_stopped_or_left(
    make_project: Callable[..., Project], way: str
) -> None:
    project = make_project({})
    articles = 8_000  # many times what is read before it first says how far it is
    for number in range(articles):
        (project.corpus / f"{number:04}.txt").write_text(f"Text {number}. " + "Some words follow. " * 200)
    child = Child(Asked("sync", str(project.folder), "vera"))
    os.set_blocking(child.fileno(), True)
    told: list[Message] = []
    while not any(isinstance(message, Progressed) and message.what == "read" for message in told):
        messages = child.read()
        assert messages is not None, "it has begun to read"
        told += messages
    if way == "kill":
        os.kill(child._pid, signal.SIGKILL)
    if way == "leave":
        pid = child._pid
        child.leave()
        os.waitpid(pid, 0)
    else:
        child.stop()
        last = finished(child)
        assert way == "kill" or (isinstance(last[-1], Done) and last[-1].stopped)
    (count,) = project.store.connection.execute("SELECT count(*) FROM article").fetchone()
    assert count < articles
    ended = finished(Child(Asked("sync", str(project.folder), "vera")))[-1]
    assert ended == Done(f"{articles - count} new, 0 changed, 0 gone")
    assert is_indexed(project)


def test_acts_and_a_sync_do_not_get_into_each_others_way(make_project: Callable[..., Project]) -> None:
    project = make_project({"first.txt": "word " * 400})
    for number in range(900):
        (project.corpus / f"{number:04}.txt").write_text(f"Text {number}. " + "Some words follow. " * 50)
    child = Child(Asked("sync", str(project.folder), "vera"))
    told: list[Message] = []
    tagged = 0
    while (messages := child.read()) is not None:
        told += messages
        if tagged < 400:
            annotate.tag(project, "first.txt", [Fragment(tagged * 5, tagged * 5 + 4)], "place")
            tagged += 1
    child.leave()
    assert told[-1] == Done("900 new, 0 changed, 0 gone")
    assert tagged > 20, "it went on meanwhile"
    assert len(reading.spans_of(project, "first.txt")) == tagged
    assert project.store.connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]


@pytest.mark.usefixtures("without_a_look")
async def test_candidates_come_once_the_catalogue_is_indexed(
    run: Run, project: Project, children: list[Held], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(records, "MOST_AT_ONCE", 0)
    accord = "Harbour Accord of 3 May 2019"
    start = reading.article(project, HARBOUR).text.index(accord)
    annotate.tag(project, HARBOUR, [Fragment(start, start + len(accord))], "agreement")
    async with run(project, reading=HARBOUR) as app:
        await app.press("g g tab")
        job = await begun(app, children, "enter")
        assert job.asked.job == "look"
        assert app.title("mention").endswith("the catalogue is being indexed")
        assert app.candidates == []
        await app.press("j k")
        assert len(children) == 1
        assert make_ready(project)
        job.say(CATALOGUE_READY)
        await app.until(lambda: app.candidates[:1] == ["harbour-2019"])
        assert app.title("mention").endswith("open")
        await app.press("1")
        assert app.links(accord) == [("harbour-2019", "linked")]


def test_the_look_around_makes_the_index_of_a_large_catalogue(project: Project) -> None:
    lines = "\n".join(f'{{"id": "pact-{n}", "title": "Quay Pact of the {n}th Port"}}' for n in range(150))
    exchange.import_agreements(project, lines.encode(), "jsonl", "lines")
    linker = Linker(project)
    assert not linker.is_ready
    assert CATALOGUE_READY in finished(Child(Asked("look", str(project.folder), "vera")))
    assert linker.is_ready


def test_an_index_that_cannot_be_made_is_told_of_and_corpus_is_compared_all_the_same(project: Project) -> None:
    lines = "\n".join(f'{{"id": "pact-{n}", "title": "Quay Pact of the {n}th Port"}}' for n in range(150))
    exchange.import_agreements(project, lines.encode(), "jsonl", "lines")
    (project.folder / ".annotui/agreements.db").mkdir()
    said = finished(Child(Asked("look", str(project.folder), "vera")))
    assert isinstance(said[-1], Failed) and "agreements.db" in said[-1].what
    assert CATALOGUE_READY not in said
    assert any(isinstance(message, Differences) and not message.stopped for message in said)
    assert is_indexed(project)


async def test_the_article_that_is_read_is_looked_through_for_mentions(
    run: Run, project: Project, children: list[Held], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workspace, "LOOK_SECONDS", 3600)
    monkeypatch.setattr(offers, "FIND_SECONDS", 0.01)
    project.settings = project.settings._replace(suggest=True)
    async with run(project, reading=HARBOUR) as app:
        await app.until(lambda: len(children) == 1)
        assert (children[0].asked.job, children[0].asked.path) == ("mentions", HARBOUR)
        await app.press("J")
        await app.settle()
        await app.press("J")
        await app.settle()
        assert len(children) == 1, "the last one waits"
        find(project, HARBOUR)
        children[0].say(Done(""))
        children[0].end()
        await app.until(lambda: len(children) == 2)
        assert children[1].asked.path == app.reader.path != HARBOUR
        children[1].end()
        await app.until(lambda: children[1].left)
        await app.press("K K")
        await app.settle()
        assert app.reader.path == HARBOUR
        assert len(app.reader.article.pending) == 2
        assert len(children) == 2, "what is known is not looked for again"
