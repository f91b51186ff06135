"""The figures of the project as a page, counted in a thread: of very many articles that takes a while."""

from __future__ import annotations

from functools import partial

from textual.worker import get_current_worker

from annotui.errors import AnnotuiError
from annotui.project.figures import stats, stats_lines
from annotui.project.opening import Project, open_project
from annotui.tui.screens.base import KeyScreen
from annotui.tui.screens.pages import Page


def show_statistics(screen: KeyScreen, project: Project) -> None:
    """Show the page, and the figures on it once they are counted."""
    page = Page("Statistics", ["Counting …"])
    screen.show_page(page)
    screen.run_worker(partial(_count, screen, project, page), thread=True, group="statistics", exit_on_error=False)


def _count(screen: KeyScreen, project: Project, page: Page) -> None:
    worker = get_current_worker()
    found: list[str] | AnnotuiError
    try:
        own = open_project(project.folder, project.annotator)
        try:
            found = stats_lines(stats(own, lambda *_: not worker.is_cancelled and not page.is_closed))
        finally:
            own.close()
    except AnnotuiError as error:
        found = error
    screen.call_later(_take, screen, page, found)


def _take(screen: KeyScreen, page: Page, found: list[str] | AnnotuiError) -> None:
    if isinstance(found, AnnotuiError):
        if not page.is_closed:
            screen.say_error(found)
    else:
        screen.fill_page(page, found)
