"""The figures of the project as a page of plots, counted in a thread: of very many articles that takes a while."""

from __future__ import annotations

import os
from functools import partial

from rich.cells import cell_len
from textual.worker import get_current_worker

from annotui.errors import AnnotuiError
from annotui.project.figure_page import pictures, summary
from annotui.project.figures import Stats, stats
from annotui.project.opening import Project, open_project
from annotui.project.plots import Canvas, is_ascii
from annotui.tui.screens.base import KeyScreen
from annotui.tui.screens.pages import Page, rows_of


def show_statistics(screen: KeyScreen, project: Project) -> None:
    """Show the page, and the figures on it once they are counted."""
    page = Page("Statistics", ["Counting …"])
    screen.show_page(page)
    screen.run_worker(partial(_count, screen, project, page), thread=True, group="statistics", exit_on_error=False)


def _count(screen: KeyScreen, project: Project, page: Page) -> None:
    worker = get_current_worker()
    found: Stats | AnnotuiError
    try:
        own = open_project(project.folder, project.annotator)
        try:
            found = stats(own, lambda *_: not worker.is_cancelled and not page.is_closed)
        finally:
            own.close()
        _drawn(found, screen.size.width)  # so that what draws is imported here, and not beside the keys
    except AnnotuiError as error:
        found = error
    screen.call_later(_take, screen, page, found)


def _take(screen: KeyScreen, page: Page, found: Stats | AnnotuiError) -> None:
    if isinstance(found, AnnotuiError):
        if not page.is_closed:
            screen.say_error(found)
    else:
        screen.fill_page(page, partial(_drawn, found))


def _drawn(found: Stats, width: int) -> list[str]:
    """The page in this width, in cells."""
    totals = [row for line in summary(found) for row in rows_of(line, width)]
    return [*totals, *pictures(found, Canvas(width, cell_len, is_ascii(os.environ)))]
