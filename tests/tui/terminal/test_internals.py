"""The differ is written for the insides of one Textual: another one is noticed here, and left alone by the app."""

from __future__ import annotations

import hashlib
import inspect
from collections.abc import Callable
from importlib.metadata import version

import pytest
from textual._compositor import ChopsUpdate, Compositor, LayoutUpdate
from textual.app import App
from textual.drivers._writer_thread import WriterThread
from textual.drivers.linux_driver import LinuxDriver
from textual.screen import Screen
from textual.strip import Strip

from annotui.tui.terminal import internals

READ = {
    App._display: "4b78dff6669a",
    ChopsUpdate.render_segments: "4c1cdb567e0b",
    LayoutUpdate.render_segments: "ff329c722506",
    Compositor.render_partial_update: "888dccc892d8",
    Compositor.render_full_update: "ce99ccda4d24",
    Strip.render: "2ba7a4913a72",
    Strip.render_style: "749d890bb5c4",
    Strip.render_ansi: "08043dedb90d",
    LinuxDriver.start_application_mode: "7c41f5ba11a8",
    LinuxDriver.stop_application_mode: "9a7e99c8d4bd",
    WriterThread.run: "314021aab4f5",
    Screen._extend_compose: "b80043bc2e09",
}
"""What the differ stands in for, or relies on, and the beginning of the SHA-256 of each as it was read."""


@pytest.mark.parametrize(("method", "digest"), READ.items(), ids=lambda given: getattr(given, "__qualname__", ""))
def test_what_the_differ_stands_in_for_is_what_was_read(method: Callable[..., object], digest: str) -> None:
    """When this fails, compare `display`, `frames` and `differ` with what has changed, then write the new digest."""
    assert hashlib.sha256(inspect.getsource(method).encode()).hexdigest()[:12] == digest


def test_the_version_is_read_without_reading_metadata() -> None:
    found = internals.installed_version()
    assert found is not None
    assert ".".join(map(str, found)) == version("textual")


def test_the_installed_textual_is_known() -> None:
    assert internals.are_known(App[None]())


@pytest.mark.parametrize("other", [None, (8, 2, 7), (9, 0, 0)])
def test_another_version_is_not_known(other: tuple[int, int, int] | None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(internals, "installed_version", lambda: other)
    assert not internals.are_known(App[None]())


def test_other_parameters_or_attributes_are_not_known(monkeypatch: pytest.MonkeyPatch) -> None:
    app = App[None]()
    del app._sync_available
    assert not internals.are_known(app)
    monkeypatch.setattr(internals, "_PARAMETERS", ((App._display, ("self", "renderable")),))
    assert not internals.are_known(App[None]())
