"""What the first keys need is imported beside them: only while it is quiet, and giving way quickly."""

from __future__ import annotations

import sys
from importlib.util import find_spec

import pytest

from annotui.tui import warming
from annotui.tui.warming import LATER_NEEDED, LONG_QUIET_SECONDS, QUIET_SECONDS, SOON_NEEDED, SWITCH_SECONDS, warm


def test_what_is_needed_soon_is_imported_in_its_order_when_it_is_quiet(monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[str] = []
    asked: list[float] = []

    def is_quiet(seconds: float) -> bool:
        asked.append(seconds)
        told.append("quiet" if told and told[-1] == "busy" else "busy")
        return told[-1] == "quiet"

    monkeypatch.setattr(warming, "PAUSE_SECONDS", 0.0)
    monkeypatch.setattr(warming, "import_module", told.append)
    monkeypatch.setattr(warming, "_compile_words", lambda: told.append("words"))
    warm(is_quiet)
    names = ("words", *SOON_NEEDED, *LATER_NEEDED)
    assert told == [step for name in names for step in ("busy", "quiet", name)]
    assert asked == [QUIET_SECONDS] * 2 * (1 + len(SOON_NEEDED)) + [LONG_QUIET_SECONDS] * 2 * len(LATER_NEEDED)
    assert all(find_spec(name) for name in names[1:])


def test_keys_get_the_interpreter_soon_while_something_is_imported(monkeypatch: pytest.MonkeyPatch) -> None:
    usual = sys.getswitchinterval()
    seen: list[float] = []
    monkeypatch.setattr(warming, "import_module", lambda name: seen.append(sys.getswitchinterval()))
    warm(lambda seconds: True)
    assert max(seen) == pytest.approx(SWITCH_SECONDS)
    assert sys.getswitchinterval() == usual


def test_the_usual_interval_is_back_after_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    usual = sys.getswitchinterval()

    def fails(name: str) -> None:
        raise ImportError(name)

    monkeypatch.setattr(warming, "import_module", fails)
    with pytest.raises(ImportError):
        warm(lambda seconds: True)
    assert sys.getswitchinterval() == usual
