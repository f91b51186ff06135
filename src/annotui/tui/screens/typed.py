"""The command line of the app, after `:`: what concerns one article, going to a part, sync, export, layers."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Mapping
from inspect import isawaitable
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from annotui.core import session
from annotui.core.model import ARTICLE_STATUSES
from annotui.errors import UsageError
from annotui.project import annotate
from annotui.tui.widgets.prompt import Choice, Question

if TYPE_CHECKING:
    from annotui.tui.screens.base import KeyScreen
    from annotui.tui.screens.workspace import Workspace

Typed = Callable[["KeyScreen", str], Awaitable[None] | None]

_PERCENT = re.compile(r"(\d{1,3})%\Z")


def question(screen: KeyScreen) -> Question:
    """The question that `:` asks."""
    choices = [Choice(name, f"{name} {usage}".strip(), told) for name, (usage, told, _) in COMMANDS.items()]

    async def take(text: str, choice: Choice | None) -> None:
        if text.strip():
            await run(screen, text.strip())
        elif choice is not None:
            screen.ask(question_with(screen, f"{choice.value} "))

    return Question(":", take, choices=choices, free=True)


def question_with(screen: KeyScreen, text: str) -> Question:
    """The question with a command's name typed already."""

    async def take(typed: str, _: Choice | None) -> None:
        await run(screen, typed.strip())

    return Question(":", take, text=text, free=True)


async def run(screen: KeyScreen, line: str) -> None:
    """Carry out a typed command. Raises UsageError for one that there is not."""
    percent = _PERCENT.match(line)
    if percent:
        reader = _workspace(screen).reader
        reader.apply(session.step(reader.state, reader.article, "go.percent", percent[1]))
        return
    name, _, rest = line.partition(" ")
    if name not in COMMANDS:
        raise UsageError(f":{name} is no command.", f"There are {', '.join(COMMANDS)}, and :50% to go half way down.")
    result = COMMANDS[name][2](screen, rest.strip())
    if isawaitable(result):
        await result


def _date(screen: KeyScreen, text: str) -> None:
    reader = _workspace(screen).reader
    annotate.set_article(screen.project, reader.path, title=None, date=text, source=None)
    _reloaded(screen, f"The article's date is {text or 'not known'}")


def _title(screen: KeyScreen, text: str) -> None:
    annotate.set_article(screen.project, _workspace(screen).reader.path, title=text, date=None, source=None)
    _reloaded(screen, "Title set")


def _source(screen: KeyScreen, text: str) -> None:
    annotate.set_article(screen.project, _workspace(screen).reader.path, title=None, date=None, source=text)
    _reloaded(screen, "Source set")


def _status(screen: KeyScreen, text: str) -> None:
    status = next((status for status in ARTICLE_STATUSES if status == text), None)
    if status is None:
        raise UsageError(f"There is no status {text!r}.", f"There are {', '.join(ARTICLE_STATUSES)}.")
    annotate.set_status(screen.project, [_workspace(screen).reader.path], status)
    _reloaded(screen, f"The article is {status}")


async def _sync(screen: KeyScreen, _: str) -> None:
    await _workspace(screen).library.do_list_sync("")


def _export(screen: KeyScreen, text: str) -> None:
    from annotui.project.exchange import FORMATS, Selection, export
    from annotui.project.output import write_whole

    if not text:
        raise UsageError("Where to?", f"Type :export FILE; its ending ({', '.join(FORMATS)}) gives the format.")
    path = Path(text).expanduser()
    kind = path.suffix[1:].lower()
    said: list[str] = []

    def write(out: BinaryIO) -> None:
        done = export(screen.project, out, kind, Selection())
        said.append(f"{done.annotations} annotations in {done.articles} articles written to {path}")

    write_whole(path, write)
    screen.say(said[0])


def _layers(screen: KeyScreen, _: str) -> None:
    workspace = _workspace(screen)
    shown = workspace.reader.toggle_layers()
    screen.say("Everybody's spans are shown" if shown else "Only your own spans are shown")


def _write(screen: KeyScreen, _: str) -> None:
    screen.say("Everything is saved already")


def _quit(screen: KeyScreen, _: str) -> None:
    screen.do_quit("")


COMMANDS: Mapping[str, tuple[str, str, Typed]] = {
    "date": ("2022-04-16", "the article's date, on which dates without a year hang", _date),
    "title": ("TEXT", "the article's title", _title),
    "source": ("TEXT", "the article's source", _source),
    "status": ("done", "the article's status for you", _status),
    "sync": ("", "read corpus/ again", _sync),
    "export": ("FILE.csv", "write the annotations: .csv, .json, .jsonl", _export),
    "layers": ("", "show or hide other people's spans", _layers),
    "w": ("", "everything is saved already", _write),
    "q": ("", "leave", _quit),
}
"""Name -> (what follows it, what it does, the function)."""


def _workspace(screen: KeyScreen) -> Workspace:
    """The workspace with an article in its reader. Raises UsageError elsewhere."""
    from annotui.tui.screens.workspace import Workspace

    if not isinstance(screen, Workspace):
        raise UsageError("This command is for an article.", "Open one first.")
    return screen


def _reloaded(screen: KeyScreen, said: str) -> None:
    screen.annotui.changed_everything()
    screen.say(said)
