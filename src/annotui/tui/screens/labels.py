"""The label set as a list: Enter shows a label's guideline, `e` changes a field, `+` adds one, `<` and `>` move it."""

from __future__ import annotations

from collections.abc import Callable

from rich.segment import Segment
from textual.app import ComposeResult
from textual.strip import Strip

from annotui.core.commands import MARKED
from annotui.core.model import Label
from annotui.errors import UsageError
from annotui.tui.screens.list_pane import ListPane
from annotui.tui.screens.one_pane import OnePaneScreen
from annotui.tui.widgets.bars import StatusLine
from annotui.tui.widgets.cells import fit
from annotui.tui.widgets.label_colors import LabelColors, label_colors
from annotui.tui.widgets.line_list import LineList, RowState
from annotui.tui.widgets.prompt import Choice, Question
from annotui.tui.widgets.rows import GAP, LineRenderer, Listed, columns

SWATCH = 14
"""Cells in which a label's name stands in its colour."""


class LabelRenderer(LineRenderer[Label]):
    """A label's line, its name in its own colour."""

    def __init__(self, colors: Callable[[], LabelColors]) -> None:
        super().__init__(lambda label: label.name, _line)
        self._colors = colors

    def render(self, row: Label, width: int, state: RowState) -> Strip:
        """The row in `width` cells."""
        if width < 2 * SWATCH:
            return super().render(row, width, state)
        rest = self._line(row, width - SWATCH - len(GAP))
        swatch = Segment(fit(row.name, SWATCH), self._colors().style(row.color) if row.color else None)
        return Strip([swatch, Segment(GAP + fit(rest, width - SWATCH - len(GAP)))], width)


class LabelsPane(ListPane[Label]):
    """The labels, in their order."""

    help_title = "The label set"
    DEFAULT_CSS = """
    LabelsPane { layout: vertical; height: 1fr; }
    LabelsPane > StatusLine { text-style: bold; }
    LabelsPane > LineList { height: 1fr; }
    """

    def compose(self) -> ComposeResult:
        """A title and the list."""
        yield StatusLine(id="labels-title")
        yield LineList[Label](
            Listed([]), LabelRenderer(lambda: label_colors(self.app)), empty="No labels yet: + adds one."
        )

    def on_mount(self) -> None:
        """List them."""
        self.reload()

    def facts(self) -> tuple[str, ...]:
        """The label that the cursor is on is the one that is deleted: no other can be marked."""
        return (MARKED,) if self.lines.count else ()

    def status(self) -> tuple[str, str]:
        """The guideline's beginning; which of how many."""
        row = self.lines.cursor_row
        return row.guideline if row is not None else "", super().status()[1]

    def reload(self, name: str = "") -> None:
        """List them as they are now, the cursor on the one with this name, else on the one where it was."""
        labels = self.project.labels()
        here = name or (self.lines.cursor_row.name if self.lines.cursor_row else "")
        number = next((n for n, label in enumerate(labels) if label.name == here), self.lines.cursor)
        self.lines.replace_source(Listed(labels), min(number, max(0, len(labels) - 1)), empty="No labels: + adds one.")
        self.query_one("#labels-title", StatusLine).show_texts(f"Labels: {len(labels)}", "Enter shows the guideline")

    def open_row(self, row: Label) -> None:
        """Show the guideline."""
        from annotui.tui.screens.label_questions import guideline
        from annotui.tui.screens.pages import Page

        self.key_screen.show_page(Page("Guideline", guideline(row)))

    def do_list_edit(self, _: str) -> None:
        """Choose a field of the label and what it is to be."""
        from annotui.project import label_acts

        label = self._needed()
        choices = [Choice(field, _FIELDS[field], label_acts.field_text(label, field)) for field in label_acts.FIELDS]

        def choose(_: str, choice: Choice | None) -> None:
            if choice is not None:
                self._ask_field(label, choice.value)

        self.key_screen.ask(Question(f"Change what of {label.name}?", choose, choices=choices))

    def do_list_add(self, _: str) -> None:
        """Add a label."""
        from annotui.project import label_acts

        def take(text: str, _: Choice | None) -> None:
            if text.strip():
                label_acts.add_label(self.project, text)
                self._changed("Added; e gives it a key, a colour, a guideline", " ".join(text.split()))

        self.key_screen.ask(Question("New label:", take, free=True))

    def do_list_delete(self, _: str) -> None:
        """Take the label out of the set, where nothing has it."""
        from annotui.project import label_acts

        label = self._needed()
        label_acts.delete_label(self.project, label.name)
        self._changed(f"{label.name} is deleted; u brings it back")

    def do_list_move_up(self, _: str) -> None:
        """One place up."""
        self._move(-1)

    def do_list_move_down(self, _: str) -> None:
        """One place down."""
        self._move(1)

    def _move(self, step: int) -> None:
        from annotui.project import label_acts

        label = self._needed()
        label_acts.move(self.project, label.name, step)
        self._changed("", label.name)

    def _ask_field(self, label: Label, field: str) -> None:
        from annotui.project import label_acts

        def give(text: str) -> None:
            label_acts.set_field(self.project, label.name, field, text)
            name = " ".join(text.split()) if field == "name" else label.name
            self._changed(f"{label.name}: {_FIELDS[field]} changed; u takes it back", name)

        def chosen(_: str, choice: Choice | None) -> None:
            if choice is not None:
                give(choice.value)

        def typed(text: str, choice: Choice | None) -> None:
            give(choice.value if choice is not None else text)

        now = label_acts.field_text(label, field)
        title = f"{label.name}, {_FIELDS[field]}:"
        if field in label_acts.FLAGS:
            choices = [Choice(value, value, "now" if value == now else "") for value in (label_acts.YES, label_acts.NO)]
            self.key_screen.ask(Question(title, chosen, choices=choices))
        elif field == "color":
            choices = [Choice(color, color, "now" if color == now else "") for color in label_acts.COLORS]
            self.key_screen.ask(Question(f"{title} (or #rrggbb)", typed, choices=choices, free=True))
        else:
            self.key_screen.ask(Question(title, lambda text, _: give(text), text=now, free=True))

    def _needed(self) -> Label:
        label = self.lines.cursor_row
        if label is None:
            raise UsageError("There is no label here.", "+ adds one.")
        return label

    def _changed(self, said: str, name: str = "") -> None:
        self.annotui.changed_everything()
        if name:
            self.reload(name)
        self.key_screen.say(said)


class LabelsScreen(OnePaneScreen):
    """The label set over the workspace."""

    def __init__(self) -> None:
        super().__init__(LabelsPane())

    def supports(self, command: str) -> bool:
        """The labels are not opened from themselves."""
        return command != "show.labels" and super().supports(command)


_FIELDS = {
    "name": "name",
    "key": "key (1 to 9)",
    "color": "colour",
    "links": "links to the catalogue",
    "group": "group",
    "attributes": "attributes, such as certainty=high|low; speaker",
    "articles": "for whole articles",
    "guideline": "guideline",
}


def _line(label: Label, width: int) -> str:
    kind = "articles" if label.articles else "links" if label.links else ""
    return columns(width, (label.key, 1), (kind, 8), (label.group, 10), (label.attributes or label.guideline, 0))
