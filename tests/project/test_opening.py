from __future__ import annotations

import getpass
from collections.abc import Callable
from pathlib import Path

import pytest

from annotui.core.model import Fragment
from annotui.errors import StorageError, UsageError
from annotui.project import annotate, reading
from annotui.project.adding import add
from annotui.project.opening import Project, create_project, open_or_create, open_project, who
from annotui.project.settings import Settings, settings_path
from annotui.project.suggest import Linker, links_of
from annotui.project.watch import Changed, Watch


def test_a_folder_with_articles_becomes_a_project_and_then_opens(tmp_path: Path) -> None:
    (tmp_path / "corpus").mkdir()
    project, is_new = open_or_create(tmp_path, "vera")
    assert (is_new, project.annotator) == (True, "vera")
    assert [label.name for label in project.labels()][:2] == ["agreement", "event"]
    project.close()
    project, is_new = open_or_create(tmp_path)
    assert (is_new, project.annotator) == (False, "vera")
    project.close()


@pytest.mark.parametrize("opening", [open_project, open_or_create])
def test_a_folder_that_is_no_project_is_left_as_it_is(tmp_path: Path, opening: Callable[[Path], object]) -> None:
    with pytest.raises(UsageError, match="not an annotui project") as caught:
        opening(tmp_path)
    assert "annotui init" in caught.value.hint
    with pytest.raises(UsageError, match="is not a folder"):
        opening(tmp_path / "none")
    assert list(tmp_path.iterdir()) == []


def test_a_project_is_made_once(tmp_path: Path) -> None:
    create_project(tmp_path / "p").close()
    with pytest.raises(UsageError, match="is there already"):
        create_project(tmp_path / "p")
    (tmp_path / "file").write_text("x")
    with pytest.raises(StorageError, match="cannot be made"):
        create_project(tmp_path / "file" / "p")


def test_a_project_of_an_unusable_name_is_not_made(tmp_path: Path) -> None:
    with pytest.raises(UsageError):
        create_project(tmp_path / "p", "a\nb")
    assert list(tmp_path.iterdir()) == []


def test_who_one_is(monkeypatch: pytest.MonkeyPatch) -> None:
    assert who(" ann ", {"ANNOTUI_ANNOTATOR": "env"}) == "ann"
    assert who("", {"ANNOTUI_ANNOTATOR": " env "}) == "env"
    monkeypatch.setattr(getpass, "getuser", lambda: "login")
    assert who("  ", {}) == "login"

    def nobody() -> str:
        raise KeyError("uid not found")

    monkeypatch.setattr(getpass, "getuser", nobody)
    assert who("", {}) == "annotator"
    for name in ("a\tb", "a\x1b[31m", "\u202eevil", "\udcff"):
        with pytest.raises(UsageError, match="cannot be shown"):
            who(name, {})


# settings


def read(tmp_path: Path, text: str) -> Settings:
    file = tmp_path / "settings.toml"
    file.write_bytes(text.encode("utf-8", "surrogateescape"))
    return Settings.read(file)


def test_settings_are_read(tmp_path: Path) -> None:
    found = read(tmp_path, 'langmap = "ru"\nmouse = false\n[keys]\n"tag.delete" = "X"\n"go.end" = ["G", "end"]\n')
    assert found == Settings({"tag.delete": ("X",), "go.end": ("G", "end")}, langmap="ru", mouse=False)
    assert read(tmp_path, '[langmap]\n"ф" = "a"\n').langmap == {"ф": "a"}
    assert not read(tmp_path, "differ = false").differ
    assert read(tmp_path, '[keys.repeat]\npick = "B"\nread = [".", "B"]\n').keys == {
        "repeat": {"pick": ("B",), "read": (".", "B")}
    }
    assert Settings.read(tmp_path / "none.toml") == Settings()


def test_settings_of_a_project_stand_over_the_users(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    user = tmp_path / "user.toml"
    user.write_text('width = 70\nmouse = false\n[keys]\n"undo" = "B"\n"redo" = "ctrl+y"\n', encoding="utf-8")
    monkeypatch.setenv("ANNOTUI_SETTINGS", str(user))
    (tmp_path / "annotui.toml").write_text('width = 60\nspacing = 9\n[keys]\n"undo" = "u"\n', encoding="utf-8")
    found = Settings.of(tmp_path)
    assert (found.width, found.mouse, found.spacing) == (60, False, 0)
    assert found.keys == {"undo": ("u",), "redo": ("ctrl+y",)}
    (problem,) = found.problems
    assert "annotui.toml: spacing" in problem


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("keys = 3", "keys should be a table"),
        ("[keys]\na = 3", "keys.a should be a key, a list of keys, or one"),
        ("[keys]\na = ['x', 3]", "keys.a should be"),
        ("langmap = 3", "langmap should be"),
        ("[langmap]\na = 3", "langmap should be"),
        ("mouse = 'no'", "mouse should be true or false"),
        ("differ = 0", "differ should be true or false"),
        ("width = 5", "width should be a number from 20 to 500"),
        ("spacing = true", "spacing should be a number from 0 to 3"),
        ("preset = 'emacs'", "preset should be one of less"),
        ("colour = 'x'", "unknown setting 'colour'"),
        ("not toml at all", "not read"),
        ("a = '\udcff'", "not read"),
    ],
)
def test_what_is_wrong_in_the_settings_is_said_and_the_rest_holds(tmp_path: Path, text: str, said: str) -> None:
    found = read(tmp_path, text)
    (problem,) = found.problems
    assert said in problem
    assert "settings.toml" in problem
    assert (found.keys, found.langmap, found.mouse, found.differ) == ({}, "", True, True)


def test_where_the_settings_are(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ANNOTUI_SETTINGS", "/x/y.toml")
    assert settings_path() == Path("/x/y.toml")
    monkeypatch.setenv("ANNOTUI_SETTINGS", "")
    monkeypatch.setenv("XDG_CONFIG_HOME", "/x")
    assert settings_path() == Path("/x/annotui/settings.toml")
    monkeypatch.delenv("XDG_CONFIG_HOME")
    assert settings_path() == Path.home() / ".config" / "annotui" / "settings.toml"


def test_a_settings_file_that_is_a_folder_is_a_problem_not_a_fault(tmp_path: Path) -> None:
    assert "not read" in Settings.read(tmp_path).problems[0]


# watch, adding, candidates


def test_another_processes_writing_is_noticed_once(make_project: Callable[..., Project]) -> None:
    here, there = make_project(), make_project()
    watch = Watch(here)
    seen: list[Changed] = []
    watch.listen(seen.append)
    assert not watch.poll()
    annotate.set_status(here, ["b-ferry.txt"], "done")
    assert not watch.poll()
    annotate.set_status(there, ["b-ferry.txt"], "skipped")
    assert watch.poll()
    assert not watch.poll()
    watch.tell(Changed("spans", "b-ferry.txt"))
    assert seen == [Changed("everything"), Changed("spans", "b-ferry.txt")]


def test_adding_can_be_stopped_and_what_came_in_stays(project: Project, tmp_path: Path) -> None:
    for n in range(4):
        (tmp_path / f"n{n}.txt").write_text(f"Number {n}")
    files = [tmp_path / f"n{n}.txt" for n in range(4)]
    done = add(project, files, progress=lambda what, number, total: what != "copy" or number < 2)
    assert (done.copied, done.synced.new) == (2, 2)
    assert [path.name for path in sorted(project.corpus.glob("n*"))] == ["n0.txt", "n1.txt"]
    done = add(project, files)
    assert (done.copied, done.same, done.synced.new) == (2, 2, 2)
    assert not list(project.corpus.rglob(".*")), "no half file is left"


def test_adding_makes_corpus_where_it_is_missing(tmp_path: Path) -> None:
    project = create_project(tmp_path)
    project.corpus.rmdir()
    assert add(project, [], stdin=b"An article.").synced.new == 1
    project.close()


def test_candidates_of_a_span_become_its_links(project: Project) -> None:
    article = reading.article(project, "a-harbour.txt")
    at = article.text.index("Harbour Accord of 3 May 2019")
    made = annotate.tag(project, article.path, [Fragment(at, at + 28)], "agreement")
    found = Linker(project).for_span(article, made)
    best = found[0]
    links = links_of(best, made.start, found, method="picked")
    annotate.set_links(project, made, links)
    (stored,) = reading.spans_of(project, article.path)
    (link,) = stored.links
    assert (link.agreement, link.status, link.method, link.by) == ("harbour-2019", "linked", "picked", "vera")
    assert link.reasons == best.reasons
    assert link.part is None or made.start <= link.part.start < link.part.end <= made.end


def test_candidates_know_new_records(project: Project) -> None:
    from annotui.core.model import Agreement
    from annotui.project.exchange import add_agreement

    linker = Linker(project)
    assert linker.for_text("Lighthouse Convention") == []
    add_agreement(project, Agreement("light", "Lighthouse Convention"))
    assert linker.for_text("Lighthouse Convention")[0].links[0].agreement.id == "light"
