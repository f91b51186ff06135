"""The registry of commands: every key of the table, sequences, own keys, layouts, help and the key bar."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotui.core.commands import KEYED, LINKS, SPAN, Command, Mode
from annotui.core.keymap import COMMANDS, Hit, Keymap, key_name, shown
from annotui.core.langmaps import LANGMAPS, langmap
from annotui.errors import DataError

KEYMAP = Keymap()


def pressed(keymap: Keymap, mode: Mode, keys: str) -> Hit:
    hit = Hit()
    for key in keys.split():
        hit = keymap.press(mode, hit.pending, key)
    return hit


def meaning(mode: Mode, keys: str) -> tuple[str, str]:
    hit = pressed(KEYMAP, mode, keys)
    return (hit.command.id if hit.command else "", hit.arg)


def test_the_defaults_have_no_problems() -> None:
    assert KEYMAP.problems() == []


def test_no_key_has_two_meanings_in_a_mode() -> None:
    for mode in Mode:
        keys = [key for command in COMMANDS.values() for key in command.keys.get(mode, ())]
        assert len(keys) == len(set(keys))


@pytest.mark.parametrize("command", COMMANDS.values(), ids=COMMANDS)
def test_every_key_of_a_command_reaches_it(command: Command) -> None:
    for mode, sequences in command.keys.items():
        for sequence in sequences:
            head = sequence.split()
            last = {"1-9": "7", "*": "z" if len(head) > 1 else "*"}.get(head[-1], head[-1])
            hit = pressed(KEYMAP, mode, " ".join([*head[:-1], last]))
            assert hit.command is command
            assert not hit.pending


@pytest.mark.parametrize("command", COMMANDS.values(), ids=COMMANDS)
def test_every_command_says_what_it_does(command: Command) -> None:
    assert command.help.endswith(".")
    assert command.title[:1].isupper()
    assert command.group
    assert all(len(short) <= 12 for short in command.short.split("|"))
    assert bool(command.short) == bool(command.bar)


def test_only_what_cannot_be_one_key_has_none() -> None:
    assert {c.id for c in COMMANDS.values() if not any(c.keys.values())} == {"go.percent", "query.type"}


@pytest.mark.parametrize(
    ("mode", "keys", "expected"),
    [
        (Mode.READ, "g g", ("go.top", "")),
        (Mode.READ, "g ?", ("show.guideline", "")),
        (Mode.READ, "3", ("tag", "3")),
        (Mode.READ, "0", ("move.row_start", "")),
        (Mode.READ, "m q", ("mark.set", "q")),
        (Mode.READ, "m *", ("mark.set", "*")),
        (Mode.READ, "' q", ("mark.go", "q")),
        (Mode.READ, "' '", ("mark.back", "")),
        (Mode.READ, "*", ("find.word", "")),
        (Mode.READ, "space", ("page.down", "")),
        (Mode.READ, "x", ("span.delete", "")),
        (Mode.SELECT, "enter", ("select.save", "")),
        (Mode.SELECT, "P", ("select.narrower", "")),
        (Mode.SELECT, "+", ("fragment.add", "")),
        (Mode.PICK, "0", ("pick.nil", "")),
        (Mode.PICK, "4", ("pick.row", "4")),
        (Mode.PICK, "space", ("pick.mark", "")),
        (Mode.PICK, "x", ("pick.unlink", "")),
        (Mode.PICK, "/", ("pick.query", "")),
        (Mode.LIST, "&", ("list.full_text", "")),
        (Mode.LIST, "n", ("list.next_open", "")),
        (Mode.LIST, "7", ("list.tag", "7")),
        (Mode.QUERY, "7", ("query.type", "7")),
        (Mode.QUERY, "space", ("query.type", " ")),
        (Mode.QUERY, "tab", ("query.rows", "")),
        (Mode.QUERY, "escape", ("query.leave", "")),
    ],
)
def test_keys_mean_what_the_table_says(mode: Mode, keys: str, expected: tuple[str, str]) -> None:
    assert meaning(mode, keys) == expected


@pytest.mark.parametrize("mode", KEYED)
def test_the_keys_of_every_mode_but_typing_are_the_same(mode: Mode) -> None:
    keys = ["?", ":", "u", "U", "ctrl+r", "ctrl+p", "ctrl+l", "ctrl+z", "."]
    wanted = ["help", "command", "undo", "redo", "redo", "palette", "redraw", "suspend", "repeat"]
    assert [meaning(mode, key)[0] for key in keys] == wanted


def test_on_a_typing_line_control_keys_are_not_commands() -> None:
    assert KEYMAP.press(Mode.QUERY, "", "ctrl+z") == Hit(unknown=True)


@given(st.characters(exclude_categories=["C", "Z"]))
def test_every_printable_key_is_text_on_a_typing_line(char: str) -> None:
    hit = Keymap().press(Mode.QUERY, "", char)
    assert (hit.command, hit.arg) == (COMMANDS["query.type"], char)


def test_a_key_that_a_mode_does_not_know_says_so() -> None:
    assert KEYMAP.press(Mode.PICK, "", "w") == Hit(unknown=True)


def test_a_wrong_second_key_ends_the_sequence_and_escape_drops_it_quietly() -> None:
    begun = KEYMAP.press(Mode.READ, "", "g")
    assert begun == Hit(pending="g")
    assert KEYMAP.press(Mode.READ, begun.pending, "x") == Hit(unknown=True)
    assert KEYMAP.press(Mode.READ, begun.pending, "escape") == Hit()


def test_own_keys_replace_the_defaults_of_a_command() -> None:
    own = Keymap({"tag.ask": ["B"], "repeat": {"pick": ["ctrl+e"]}, "list.done": []})
    assert own.problems() == []
    assert pressed(own, Mode.SELECT, "B").command is COMMANDS["tag.ask"]
    assert pressed(own, Mode.READ, "t").unknown
    assert pressed(own, Mode.PICK, "ctrl+e").command is COMMANDS["repeat"]
    assert pressed(own, Mode.READ, ".").command is COMMANDS["repeat"]
    assert pressed(own, Mode.LIST, "D").unknown


def test_an_own_key_wins_over_a_default_and_the_clash_is_told() -> None:
    own = Keymap({"tag.ask": ["x"]})
    assert pressed(own, Mode.READ, "x").command is COMMANDS["tag.ask"]
    (problem,) = own.problems()
    assert "x in read is both" in problem
    assert "span.delete" in problem


@pytest.mark.parametrize(
    ("overrides", "words"),
    [
        ({"tag.me": ["x"]}, "no command is called 'tag.me'"),
        ({"tag.ask": {"query": ["T"]}}, "does not belong to mode 'query'"),
        ({"tag.ask": {"nowhere": ["T"]}}, "does not belong to mode 'nowhere'"),
        ({"tag.ask": ["Ctrl-F"]}, "is no key"),
        ({"tag.ask": ["gt"]}, "spaces between"),
        ({"tag.ask": ["ctrl+i"]}, "comes from terminals as 'tab'"),
        ({"tag.ask": [""]}, "an empty key"),
        ({"query.take": ["x"]}, "is text on a typing line"),
        ({"tag.ask": ["g"]}, "begins longer sequences"),
    ],
)
def test_faults_in_own_keys_are_told(overrides: dict[str, list[str]], words: str) -> None:
    assert any(words in problem for problem in Keymap(overrides).problems())


def test_russian_letters_press_the_keys_at_their_places() -> None:
    russian = Keymap(langmap=langmap("russian"))
    assert pressed(russian, Mode.READ, "о").command is COMMANDS["move.down"]
    assert pressed(russian, Mode.READ, "п п").command is COMMANDS["go.top"]
    assert pressed(russian, Mode.READ, "П").command is COMMANDS["go.bottom"]
    assert pressed(russian, Mode.READ, "ю").command is COMMANDS["repeat"]
    assert pressed(russian, Mode.READ, "Ж").command is COMMANDS["command"]
    assert pressed(russian, Mode.READ, "ь ф").arg == "a"


def test_a_layout_never_changes_ascii_or_what_is_typed() -> None:
    everything = Keymap(langmap=langmap("russian azerbaijani armenian-eastern"))
    for mode in KEYED:
        for char in map(chr, range(33, 127)):
            assert everything.press(mode, "", char) == KEYMAP.press(mode, "", char)
    assert everything.press(Mode.QUERY, "", "о").arg == "о"


@pytest.mark.parametrize(
    ("name", "char", "key"),
    [
        ("russian", "й", "q"),
        ("russian", "Х", "{"),
        ("russian", "Б", "<"),
        ("armenian-eastern", "հ", "h"),
        ("armenian-eastern", "Վ", "V"),
        ("armenian-phonetic", "թ", "2"),
        ("armenian-phonetic", "ո", "w"),
        ("azerbaijani", "ü", "w"),
        ("azerbaijani", "Ş", ">"),
        ("azerbaijani", "ı", ";"),
        ("azerbaijani", "Ə", '"'),
    ],
)
def test_layouts_go_by_position(name: str, char: str, key: str) -> None:
    assert langmap(name)[char] == key


@pytest.mark.parametrize("name", LANGMAPS)
def test_layouts_map_single_characters_outside_ascii(name: str) -> None:
    assert all(len(c) == len(k) == 1 and not c.isascii() and k.isascii() for c, k in LANGMAPS[name].items())


def test_a_key_bound_as_it_is_wins_over_its_place() -> None:
    own = Keymap({"tag.ask": ["ф"]}, langmap("russian"))
    assert pressed(own, Mode.READ, "ф").command is COMMANDS["tag.ask"]


def test_a_layout_may_be_given_in_pairs_and_faults_are_told() -> None:
    assert langmap({"ø": ";"}) == {"ø": ";"}
    with pytest.raises(DataError, match="'klingon'"):
        langmap("russian klingon")
    with pytest.raises(DataError, match="'ab'"):
        langmap({"ab": "c"})


def test_the_key_bar_shows_what_can_be_pressed_now() -> None:
    plain = KEYMAP.bar(Mode.READ)
    on_span = KEYMAP.bar(Mode.READ, {SPAN, LINKS})
    assert (plain[0], plain[-1]) == (("1-9", "tag"), ("?", "help"))
    assert ("x", "delete") not in plain
    assert ("x", "delete") in on_span
    assert ("Enter", "link") in on_span
    assert ("0", "not listed") in KEYMAP.bar(Mode.PICK)


def test_the_key_bar_shows_own_keys() -> None:
    assert ("B", "label") in Keymap({"tag.ask": ["B"]}).bar(Mode.READ)


def test_help_lists_every_command_of_a_mode_with_its_keys() -> None:
    listed = {command.id: keys for command, keys in KEYMAP.bindings(Mode.SELECT)}
    assert listed["select.wider"] == ("p",)
    assert listed["go.percent"] == ()
    assert "span.delete" not in listed


@pytest.mark.parametrize(
    ("keys", "text"),
    [
        ("g g", "gg"),
        ("ctrl+r", "Ctrl-R"),
        ("shift+tab", "Shift-Tab"),
        ("pagedown", "PgDn"),
        ("m *", "m…"),
        ("*", "*"),
        ("1-9", "1-9"),
        ("space", "Space"),
        ("escape", "Esc"),
    ],
)
def test_keys_are_shown_as_people_write_them(keys: str, text: str) -> None:
    assert shown(keys) == text


def test_keys_of_the_terminal_get_their_names() -> None:
    assert key_name("left_parenthesis", "(") == "("
    assert key_name("space", " ") == "space"
    assert key_name("tab", "\t") == "tab"
    assert key_name("ctrl+f", None) == "ctrl+f"
