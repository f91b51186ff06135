"""Whatever goes out in a format and comes into an empty project is the same again, but for what the format loses."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path

import pytest

from annotui.formats.annotations_json import article_object
from annotui.formats.exported import ExportArticle
from annotui.formats.losses import Losses
from annotui.formats.registry import FORMATS, Format
from annotui.project import reading
from annotui.project.exporting import Selection, export_to
from annotui.project.importing import import_annotations
from annotui.project.opening import Project
from annotui.project.sync import sync
from tests.project.interchange import TEXTS

BOTH_WAYS = [one for one in FORMATS.values() if one.reads and one.writes]
TOKENS = ("conll2003", "iob2", "bilou")


def articles_of(project: Project) -> Iterator[ExportArticle]:
    """Every article with its spans."""
    for path in sorted(path for (path,) in project.store.connection.execute("SELECT path FROM article")):
        yield ExportArticle(reading.article(project, path), tuple(reading.spans_of(project, path)))


def left(project: Project, format: Format) -> list[dict[str, object]]:
    """What a format leaves of a project."""
    losses = Losses([*format.loses, *(["origins", "times"] if "ids" in format.loses else [])])
    objects = [article_object(one) for one in losses.taken_out(articles_of(project))]
    for one in objects:
        spans = one["annotations"]
        assert isinstance(spans, list)
        for span in spans:  # what brat calls its lines is kept for brat alone
            span["attributes"] = {name: at for name, at in span["attributes"].items() if not name.startswith("brat:")}
        spans.sort(key=lambda span: (span["start"], span["end"], span["label"], span["id"]))
    return objects


def words(project: Project, format: Format) -> list[list[tuple[str, str]]]:
    """The label of each span that a format leaves, and its words without what is between them."""
    kept = Losses(format.loses).taken_out(articles_of(project))
    return sorted([(span.label, "".join(span.text.split())) for span in one.in_order()] for one in kept)


@pytest.mark.parametrize("format", BOTH_WAYS, ids=lambda one: one.name)
def test_what_goes_out_comes_back_but_for_what_the_format_loses(
    filled: Project, empty: Project, format: Format, tmp_path: Path
) -> None:
    if format.extra:
        pytest.importorskip("cassis", reason=f"the extra {format.extra} is not installed")
    first = tmp_path / f"first{'.zip' if format.several else format.parts[0]}"
    done = export_to(filled, first, io.BytesIO(), format.name, Selection())
    if "texts" in format.loses and format.name not in TOKENS:
        for path in TEXTS:
            file = empty.corpus / path
            file.parent.mkdir(exist_ok=True, parents=True)
            file.write_bytes((filled.corpus / path).read_bytes())
        sync(empty)
    taken = import_annotations(empty, first, format.name)
    assert taken.problems == []
    if format.name in TOKENS:
        assert words(empty, format) == words(filled, format)
    else:
        assert left(empty, format) == left(filled, format)
    assert taken.new == sum(len(spans) for spans in words(filled, format))
    assert bool(done.lost) == (bool(format.loses) and not format.quietly)
    second = tmp_path / f"second{first.suffix}"
    export_to(empty, second, io.BytesIO(), format.name, Selection())
    assert second.read_bytes() == first.read_bytes()
    again = import_annotations(empty, first, format.name)
    assert (again.new, again.problems, again.same) == (0, [], taken.new)
