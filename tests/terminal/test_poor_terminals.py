"""Terminals without UTF-8, with sixteen colours or none: they get nothing that they cannot show."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from .conftest import MakeProject, Run, Start
from .driver import ANNOTUI, Terminal

TEXT = "Şəki – “a visit”…\n\nMira Tolen: Привет, naïve café → 世界.\n"
_SGR = re.compile(rb"\x1b\[([0-9;]*)m")
_COLOR = re.compile(r"(?:[34][0-9]|9[0-7]|10[0-7])\Z")
_SIXTEEN = re.compile(r"(?:[34][0-79]|9[0-7]|10[0-7])\Z")


@pytest.fixture
def poor(make_project: MakeProject, run: Run) -> Path:
    """One article that says much that ASCII does not, with a name that is tagged."""
    project = make_project({"visit.txt": TEXT})
    start = TEXT.index("Mira")
    run(project, "tag", "visit.txt", str(start), str(start + 10), "person")
    return project


@pytest.fixture
def settings(tmp_path: Path) -> Path:
    path = tmp_path / "settings.toml"
    path.write_text("suggest = false\nhints = false\n", encoding="utf-8")
    return path


def reading(app: Terminal) -> Terminal:
    app.wait_for("1 article")
    app.press("enter")
    app.wait_for("1 span")
    app.quiet()
    return app


def colors(app: Terminal) -> set[str]:
    """The parameters of all that was sent to change colours."""
    codes = {code for match in _SGR.finditer(bytes(app.received)) for code in match[1].decode().split(";")}
    return {code for code in codes if _COLOR.match(code)}


@pytest.mark.parametrize("env", [{"LANG": "C"}, {"LANG": None, "LC_ALL": "POSIX"}])
def test_without_utf8_only_ascii_is_sent_and_what_is_kept_stays_as_it_is(
    poor: Path, terminal: Start, run: Run, env: dict[str, str | None]
) -> None:
    app = reading(terminal(poor, env=env))
    assert 'Seki - "a visit".' in app.text
    assert "Mira Tolen: ??????, naive cafe > ????." in app.text
    app.press("/", *"cafe", "enter", "5")
    app.wait_for("2 spans")
    app.press("?")
    app.wait_for("Help")
    app.press("q", "q", "A")
    app.wait_for("Catalogue")
    assert bytes(app.received).isascii()
    app.press("q", "Q")
    assert app.exit_code() == 0
    assert ",café,".encode() in run(poor, "export").stdout


def test_a_terminal_of_latin_1_gets_and_gives_bytes_of_it(poor: Path, terminal: Start) -> None:
    app = reading(terminal(poor, env={"LANG": "de_DE.ISO-8859-1"}))
    assert b"na\xefve caf\xe9 > " in app.received
    app.press("/", *"caf")
    app.send("é".encode("latin-1"))
    app.press("enter")
    app.wait_for("1 of 1")


@pytest.mark.parametrize("lines", ['characters = "ascii"\n', 'characters = "ascii"\ndiffer = false\n'])
def test_the_setting_makes_a_terminal_one_of_ascii_with_and_without_the_differ(
    poor: Path, terminal: Start, settings: Path, lines: str
) -> None:
    settings.write_text(settings.read_text(encoding="utf-8") + lines, encoding="utf-8")
    app = reading(terminal(poor, env={"ANNOTUI_SETTINGS": str(settings)}))
    assert "Mira Tolen: ??????, naive cafe > ????." in app.text
    assert bytes(app.received).isascii()


@pytest.mark.parametrize("term", ["linux", "vt100", "screen"])
@pytest.mark.parametrize("theme", ["terminal", "annotui-dark"])
def test_where_there_are_sixteen_colours_no_others_are_sent(
    poor: Path, terminal: Start, settings: Path, run: Run, term: str, theme: str
) -> None:
    settings.write_text(f'{settings.read_text(encoding="utf-8")}theme = "{theme}"\n', encoding="utf-8")
    labels = poor / "labels.csv"
    labels.write_text("name,color\nperson,#ff8800\n", encoding="utf-8")
    run(poor, "labels", "import", "labels.csv")
    app = reading(terminal(poor, env={"TERM": term, "ANNOTUI_SETTINGS": str(settings)}))
    name, text = app.cell(*app.find("Mira")), app.cell(*app.find("caf"))
    assert name.background != text.background
    assert name.foreground == "black"
    assert colors(app)
    assert all(_SIXTEEN.match(code) for code in colors(app))


def test_a_theme_colours_the_whole_screen_and_the_terminals_own_comes_back(
    poor: Path, terminal: Start, settings: Path
) -> None:
    settings.write_text(settings.read_text(encoding="utf-8") + 'theme = "annotui-light"\n', encoding="utf-8")
    app = reading(terminal(poor, env={"ANNOTUI_SETTINGS": str(settings)}))
    assert {cell.background for _, row, cell in app.cells() if row > 4} == {"fbfaf7"}
    app.press(":", *"theme", "space", *"terminal", "enter")
    app.wait_for("Theme: terminal")
    app.quiet()
    assert {cell.background for _, row, cell in app.cells() if row > 4} == {"default"}


@pytest.mark.parametrize("theme", ["annotui-light", "nord"])
def test_without_colour_a_theme_sends_attributes_alone(poor: Path, terminal: Start, settings: Path, theme: str) -> None:
    settings.write_text(f'{settings.read_text(encoding="utf-8")}theme = "{theme}"\n', encoding="utf-8")
    app = reading(terminal(poor, env={"ANNOTUI_SETTINGS": str(settings), "NO_COLOR": "1"}))
    assert app.cell(*app.find("Mira")).attributes != app.cell(*app.find("caf")).attributes
    assert not colors(app)


def test_commands_say_in_ascii_what_a_terminal_without_utf8_can_show(poor: Path, terminal: Start) -> None:
    app = terminal(poor, env={"LANG": "C"}, program=[*ANNOTUI, "search", "visit"])
    assert app.exit_code() == 0
    assert bytes(app.received).isascii()
    assert "Seki" in app.text


def test_commands_heed_the_setting_and_pipes_get_utf8_whatever_it_is(
    poor: Path, terminal: Start, settings: Path, run: Run, environment: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.write_text('characters = "latin-1"\n', encoding="utf-8")
    app = terminal(poor, env={"ANNOTUI_SETTINGS": str(settings)}, program=[*ANNOTUI, "export", "--format", "jsonl"])
    assert app.exit_code() == 0
    assert b"na\xefve caf\xe9 > ????" in app.received
    monkeypatch.setitem(environment, "LANG", "C")
    monkeypatch.setitem(environment, "ANNOTUI_SETTINGS", str(settings))
    assert "Şəki – “a visit”…".encode() in run(poor, "export", "--format", "jsonl").stdout


def test_doctor_looks_at_the_terminal_it_is_run_in(tmp_path: Path, terminal: Start) -> None:
    env = {"TERM": "screen", "TMUX": "/nowhere/tmux,1,0", "LANG": "C"}
    app = terminal(tmp_path, 60, 20, env, program=[*ANNOTUI, "doctor", "--json"])
    assert app.exit_code() == 1
    found = {one["name"]: one for one in json.loads(bytes(app.received))["findings"]}
    assert found["terminal"]["value"] == "input, output and errors"
    assert found["size"]["value"] == "60x20"
    to_set = {name for name, one in found.items() if one["advice"]}
    assert to_set == {"colours", "characters", "size", "escape", "clipboard"}
