"""The command line of the app, after `:`: what concerns one article, going to a part, sync, export, layers."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Mapping
from inspect import isawaitable
from typing import TYPE_CHECKING

from annotui.core import session
from annotui.core.model import ARTICLE_STATUSES
from annotui.errors import UsageError
from annotui.project import annotate, reading
from annotui.project.shape import Shape, remembered_shape, set_shape, set_spans_place, spans_place
from annotui.tui.widgets.prompt import Choice, Question

if TYPE_CHECKING:
    from annotui.tui.screens.base import KeyScreen
    from annotui.tui.screens.reader_pane import ReaderPane
    from annotui.tui.screens.workspace import Workspace

Typed = Callable[["KeyScreen", str], Awaitable[None] | None]

_PERCENT = re.compile(r"(\d{1,3})%\Z")


def question(screen: KeyScreen) -> Question:
    """The question that `:` asks."""
    choices = [Choice(name, f"{name} {usage}".strip(), told) for name, (usage, told, _) in COMMANDS.items()]

    async def take(text: str, choice: Choice | None) -> None:
        name, _, rest = text.strip().partition(" ")
        if choice is not None and name not in COMMANDS:
            name, rest = choice.value, ""
        if name in COMMANDS and COMMANDS[name][0] and not rest:
            screen.ask(_question_with(screen, name))
        elif name:
            await run(screen, f"{name} {rest}".strip())

    return Question(":", take, choices=choices, free=True)


def _question_with(screen: KeyScreen, name: str) -> Question:
    """The question with a command's name typed already, and what it would change."""

    async def take(typed: str, _: Choice | None) -> None:
        if typed.strip():
            await run(screen, typed.strip())

    return Question(":", take, text=f"{name} {_value_now(screen, name)}", free=True)


async def run(screen: KeyScreen, line: str) -> None:
    """Carry out a typed command. Raises UsageError for one that there is not."""
    percent = _PERCENT.match(line)
    if percent:
        workspace = _workspace(screen)
        if workspace is not None and workspace.active is workspace.library:
            workspace.library.to_percent(int(percent[1]))
            return
        reader = _reader(screen)
        reader.apply(session.step(reader.state, reader.article, "go.percent", percent[1]))
        return
    name, _, rest = line.partition(" ")
    if name not in COMMANDS:
        raise UsageError(f":{name} is no command.", f"There are {', '.join(COMMANDS)}, and :50% to go half way down.")
    result = COMMANDS[name][2](screen, rest.strip())
    if isawaitable(result):
        await result


def _date(screen: KeyScreen, text: str) -> None:
    annotate.set_article(screen.project, _article(screen), title=None, date=text, source=None)
    _reloaded(screen, f"The article's date is {text or 'not known'}")


def _title(screen: KeyScreen, text: str) -> None:
    annotate.set_article(screen.project, _article(screen), title=text, date=None, source=None)
    _reloaded(screen, "Title set")


def _source(screen: KeyScreen, text: str) -> None:
    annotate.set_article(screen.project, _article(screen), title=None, date=None, source=text)
    _reloaded(screen, "Source set")


def _status(screen: KeyScreen, text: str) -> None:
    status = next((status for status in ARTICLE_STATUSES if status == text), None)
    if status is None:
        raise UsageError(f"There is no status {text!r}.", f"There are {', '.join(ARTICLE_STATUSES)}.")
    annotate.set_status(screen.project, [_article(screen)], status)
    _reloaded(screen, f"The article is {status}")


def _sync(screen: KeyScreen, _: str) -> None:
    screen.annotui.work.start("sync")


def _suggest(screen: KeyScreen, _: str) -> None:
    screen.annotui.work.start("suggest")


def _export(screen: KeyScreen, text: str) -> None:
    from annotui.tui.screens.export_question import export

    export(screen, text)


def _layers(screen: KeyScreen, _: str) -> None:
    shown = _reader(screen).toggle_layers()
    screen.say("Everybody's spans are shown" if shown else "Only your own spans are shown")


def _concordance(screen: KeyScreen, text: str) -> None:
    from annotui.core.concordance import wanted
    from annotui.tui.screens.concordance import show_concordance

    show_concordance(screen, wanted(text))


def _width(screen: KeyScreen, text: str) -> None:
    _shape(screen, set_shape(screen.project, width=text))


def _spacing(screen: KeyScreen, text: str) -> None:
    _shape(screen, set_shape(screen.project, spacing=text))


def _shape(screen: KeyScreen, shape: Shape) -> None:
    workspace = _workspace(screen)
    if workspace is not None and workspace.path:
        workspace.reader.shape(*shape)
    screen.say(f"Lines of at most {shape.width} cells, {shape.spacing or 'no'} blank ones between them")


def _spans(screen: KeyScreen, text: str) -> None:
    place = set_spans_place(screen.project, text)
    workspace = _workspace(screen)
    if workspace is not None:
        workspace.arrange_panes(workspace.size.width)
        screen.annotui.lay_out()
    screen.say(f"List of spans: {place}")


def _theme(screen: KeyScreen, text: str) -> None:
    from annotui.tui.screens.theme_question import ask_theme, take_theme

    if text:
        take_theme(screen, text)
    else:
        ask_theme(screen)


def _keys(screen: KeyScreen, _: str) -> None:
    from annotui.tui.screens.key_question import ask_keys

    ask_keys(screen)


def _tutorial(screen: KeyScreen, _: str) -> None:
    from annotui.project.demo import tutorial_text
    from annotui.tui.screens.pages import Page

    screen.show_page(Page("Tutorial (annotui demo opens it as an article)", tutorial_text().splitlines()))


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
    "suggest": ("", "find mentions in all articles, and save them as suggestions", _suggest),
    "export": ("", "write the annotations: asks in which format, and where to", _export),
    "concordance": ("TEXT", "every place of a text, or of a /regular expression/, in all articles", _concordance),
    "width": ("100", "the longest line of the text, in cells", _width),
    "spacing": ("0", "how many blank lines follow each line of the text", _spacing),
    "spans": ("below", "where the list of spans stands: auto (right, if there is room), below, off", _spans),
    "theme": ("", "the colours, until you leave: `:theme NAME`, and alone it lists them", _theme),
    "keys": ("", "give a command other keys; `annotui keys` does so, too", _keys),
    "tutorial": ("", "a quarter of an hour that teaches the keys; `annotui demo` opens it as an article", _tutorial),
    "layers": ("", "show or hide other people's spans", _layers),
    "w": ("", "everything is saved already", _write),
    "q": ("", "leave", _quit),
}
"""Name -> (what follows it, what it does, the function)."""


def alone() -> list[str]:
    """The commands that need nothing after them, but for those that leave or only say something."""
    return [name for name, (usage, _, _) in COMMANDS.items() if not usage and name not in {"w", "q"}]


def _workspace(screen: KeyScreen) -> Workspace | None:
    from annotui.tui.screens.workspace import Workspace

    return screen if isinstance(screen, Workspace) else None


def _article(screen: KeyScreen) -> str:
    """The path of the article at hand. Raises UsageError where there is none."""
    workspace = _workspace(screen)
    path = workspace.article_at_hand if workspace is not None else ""
    if not path:
        raise UsageError("This command is for an article.", "Open one first.")
    return path


def _reader(screen: KeyScreen) -> ReaderPane:
    """The reader with the article that is being read. Raises UsageError elsewhere."""
    workspace = _workspace(screen)
    if workspace is None or workspace.active is workspace.library or not workspace.reader.path:
        raise UsageError("This command is for reading an article.", "Open one first.")
    return workspace.reader


def _value_now(screen: KeyScreen, name: str) -> str:
    """What a command would change, to be edited."""
    if name == "spans":
        return spans_place(screen.project)
    if name in {"width", "spacing"}:
        shape = remembered_shape(screen.project)
        return str(shape.width if name == "width" else shape.spacing)
    if name not in {"date", "title", "source", "status"}:
        return ""
    article = reading.article(screen.project, _article(screen))
    return {"date": article.date, "title": article.title, "source": article.source, "status": article.status}[name]


def _reloaded(screen: KeyScreen, said: str) -> None:
    screen.annotui.changed_everything()
    screen.say(said)
