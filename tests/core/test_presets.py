"""Sets of keys: each is whole, and every command can still be reached."""

from __future__ import annotations

import pytest

from annotui.core.commands import Mode
from annotui.core.keymap import COMMANDS, Keymap
from annotui.core.presets import PRESETS, overrides
from annotui.project.settings import PRESET_NAMES


@pytest.mark.parametrize("name", PRESETS)
def test_no_key_of_a_set_has_two_meanings_and_every_command_keeps_one(name: str) -> None:
    keymap = Keymap(overrides(name, {}))
    assert keymap.problems() == []
    for mode in Mode:
        without = [c.id for c, keys in keymap.bindings(mode) if not keys and COMMANDS[c.id].keys[mode]]
        assert without == []


def test_less_turns_pages_as_less_does() -> None:
    keymap = Keymap(overrides("less", {}))
    meant = {"f": "page.down", "b": "page.up", "d": "page.half_down", "u": "page.half_up", "e": "scroll.down"}
    meant |= {"y": "scroll.up", "g": "go.top", "G": "go.bottom", "q": "back", "/": "find", "n": "find.next"}
    for key, command in meant.items():
        hit = keymap.press(Mode.READ, "", key)
        assert hit.command is COMMANDS[command], key
    assert keymap.press(Mode.LIST, "", "f").command is COMMANDS["list.page_down"]


def test_own_keys_count_more_than_a_set() -> None:
    keymap = Keymap(overrides("less", {"page.down": ["space"], "step.choose": ["f"]}))
    assert keymap.problems() == []
    assert keymap.press(Mode.READ, "", "f").command is COMMANDS["step.choose"]


def test_settings_know_the_sets_there_are() -> None:
    assert tuple(PRESETS) == PRESET_NAMES
