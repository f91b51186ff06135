"""A screen over the workspace that is one pane: the concordance, the catalogue, a card, names that records share."""

from __future__ import annotations

from textual.app import ComposeResult

from annotui.tui.screens.base import KeyScreen
from annotui.tui.screens.list_pane import ListPane, Row
from annotui.tui.screens.pane import Pane
from annotui.tui.screens.record_pane import RecordPane


class OnePaneScreen(KeyScreen):
    """A list in place of the panes of the workspace, from which one goes back with `q`."""

    def __init__(self, pane: ListPane[Row]) -> None:
        super().__init__()
        self._pane: Pane = pane
        self._reload = pane.reload

    def compose_panes(self) -> ComposeResult:
        """The pane."""
        yield self._pane

    @property
    def panes(self) -> tuple[Pane]:
        """The pane."""
        return (self._pane,)

    @property
    def active_pane(self) -> Pane:
        """The pane."""
        return self._pane

    def reload(self) -> None:
        """Read it again."""
        if self._pane.is_mounted:
            self._reload()


class RecordsScreen(OnePaneScreen):
    """A list around the records of the catalogue."""

    def __init__(self, pane: RecordPane[Row]) -> None:
        super().__init__(pane)

    def supports(self, command: str) -> bool:
        """The catalogue is not opened from itself."""
        return command != "show.catalogue" and super().supports(command)
