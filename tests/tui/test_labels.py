"""The label set with keys; labels of whole articles, attributes of spans, groups where a label is asked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from annotui.core.model import Fragment
from annotui.project import annotate, label_acts, reading
from annotui.project.opening import Project

if TYPE_CHECKING:
    from tests.tui.conftest import Driven, Run

HARBOUR = "a-harbour.txt"


def listed(app: Driven) -> list[str]:
    """The names of the labels as they are drawn."""
    lines = app.screen.active.query_one("LineList")
    rows = (lines.render_line(y).text[2:].split() for y in range(9))
    return [row[0] for row in rows if row]


async def test_a_label_is_made_and_gets_a_key_and_tags_with_it(run: Run, project: Project) -> None:
    async with run(project, reading=HARBOUR) as app:
        await app.press("E +")
        await app.type("ship")
        await app.press("enter")
        assert listed(app)[-1] == "ship"
        await app.press("e")
        await app.type("key")
        await app.press("enter 9 enter")
        assert "key (1 to 9) changed" in app.said
        await app.press("<")
        assert listed(app)[-2] == "ship"
        await app.press("q")
        await app.find("Norland")
        await app.press("9")
        assert app.tags() == [("ship", "Norland")]


async def test_a_label_gets_another_name_and_its_spans_have_it(run: Run, project: Project) -> None:
    annotate.tag(project, HARBOUR, [Fragment(0, 7)], "place")
    async with run(project, reading=HARBOUR) as app:
        await app.press("E")
        before = listed(app)
        await app.press("G k e")
        await app.type("name")
        await app.press("enter ctrl+u")
        await app.type("built site")
        await app.press("enter")
        assert "name changed" in app.said
        assert listed(app) == [name if name != "place" else "built" for name in before]
        await app.press("q")
        assert app.tags() == [("built site", "Harbour")]
        await app.press("u")
        assert app.tags() == [("place", "Harbour")]


async def test_a_clash_of_keys_is_refused(run: Run, project: Project) -> None:
    async with run(project) as app:
        await app.press("E e")
        await app.type("key")
        await app.press("enter ctrl+u 4 enter")
        assert "The key 4 is that of person" in app.status
        assert project.label("agreement").key == "1"


async def test_a_colour_and_a_flag_are_chosen(run: Run, project: Project) -> None:
    async with run(project) as app:
        await app.press("E e")
        await app.type("colour")
        await app.press("enter")
        await app.type("bright_r")
        await app.press("enter")
        assert project.label("agreement").color == "bright_red"
        await app.press("G e")
        await app.type("links")
        await app.press("enter")
        assert app.offered == ["yes  ", "no  now"]
        await app.press("enter")
        assert project.labels()[-1].links


async def test_enter_shows_the_guideline_and_delete_takes_a_label_away(run: Run, project: Project) -> None:
    async with run(project) as app:
        await app.press("E G enter")
        assert "date" in app.page_text
        await app.press("q x")
        assert [label.name for label in project.labels()][-1] == "place"
        await app.press("u")
        assert listed(app)[-1] == "date"


async def test_an_article_is_given_a_label(run: Run, project: Project) -> None:
    async with run(project, reading=HARBOUR) as app:
        await app.press("T")
        assert "No label is for whole articles" in app.status
        label_acts.add_label(project, "talks")
        label_acts.set_field(project, "talks", "articles", "yes")
        await app.press("T enter")
        assert reading.article(project, HARBOUR).labels == ("talks",)
        assert "talks" in app.title("header")
        await app.press("q T")
        assert app.offered == ["talks  has it: taken away"]
        await app.press("enter u")
        assert reading.article(project, HARBOUR).labels == ("talks",)


async def test_a_span_is_given_attributes(run: Run, project: Project) -> None:
    annotate.tag(project, HARBOUR, [Fragment(0, 7)], "place")
    async with run(project, reading=HARBOUR) as app:
        await app.press("o")
        assert "has no attributes" in app.status
        label_acts.set_field(project, "place", "attributes", "certainty=high|low; alias")
        app.app.changed_everything()
        await app.press("o enter")
        assert app.offered == ["high  ", "low  "]
        await app.press("down enter")
        assert app.stored()[0].attributes == {"certainty": "low"}
        assert "certainty=low" in app.status
        await app.press("o")
        await app.type("alias")
        await app.press("enter")
        await app.type("the port")
        await app.press("enter")
        assert app.stored()[0].attributes == {"alias": "the port", "certainty": "low"}
        await app.press("o enter")
        await app.type("(none)")
        await app.press("enter u u")
        assert app.stored()[0].attributes == {"certainty": "low"}


async def test_labels_are_asked_group_by_group(run: Run, project: Project) -> None:
    label_acts.set_field(project, "person", "group", "who")
    label_acts.set_field(project, "organization", "group", "who")
    async with run(project, reading=HARBOUR) as app:
        await app.press("t")
        names = [line.split("  ")[0] for line in app.offered]
        assert names.index("person") == names.index("organization") + 1
        assert "person  who · 4" in app.offered
