"""trafilatura finds the text of a page where it is asked to; what the page says of itself is taken along as ever."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from annotui.corpus.trafilatura_text import main_text
from annotui.errors import DataError, UsageError
from annotui.project.adding import add
from annotui.project.opening import Project
from annotui.project.reading import article

PAGE = """<!DOCTYPE html><html lang="en"><head><title>Quay reopens | Norland Herald</title>
<meta property="og:site_name" content="Norland Herald"><meta property="article:published_time" content="2021-05-03">
</head><body><div class="cookie-banner"><p>We use cookies. Accept all?</p></div>
<div id="menu"><ul><li><a href="/">Home</a></li><li><a href="/sport">Sport</a></li></ul></div>
<div class="post-content"><h1>Quay reopens</h1>
<p>The old quay of Port Vale was opened again on Monday,
after the envoys of Norland and Sudria had signed a protocol.</p>
<p>Ferries will call twice a day from June, said Mira Tolen,
who had led the talks for the harbour board since winter.</p>
<p>The Harbour Accord of 3 May 2019 had left the matter to a working group,
which met eleven times in four towns.</p></div>
<div class="related"><a href="/1">Also read: Ten ferries to love</a></div>
<div class="footer"><p>Copyright Norland Herald</p></div></body></html>
"""


def added(project: Project, tmp_path: Path, page: str) -> str:
    (tmp_path / "quay.html").write_text(page, encoding="utf-8")
    done = add(project, [tmp_path / "quay.html"], trafilatura=True)
    assert (done.copied, done.rejected) == (1, 0)
    return article(project, "quay.txt").text


def test_the_text_is_what_it_finds_and_the_rest_is_what_the_page_says(project: Project, tmp_path: Path) -> None:
    pytest.importorskip("trafilatura", reason="the extra html is not installed")
    text = added(project, tmp_path, PAGE)
    assert all(words in text for words in ("opened again on Monday,", "Ferries will call", "met eleven times"))
    assert not any(words in text for words in ("cookies", "Sport", "Also read", "Copyright"))
    found = article(project, "quay.txt")
    assert (found.title, found.date, found.source) == ("Quay reopens", "2021-05-03", "Norland Herald")


@pytest.mark.parametrize(
    "page", ["<html></html>", "<p>" * 5000, "<div>\0\ud800</div>".encode("utf-8", "replace").decode(), "<!-- x -->"]
)
def test_a_page_without_an_article_is_refused(page: str, capfd: pytest.CaptureFixture[str]) -> None:
    pytest.importorskip("trafilatura", reason="the extra html is not installed")
    with pytest.raises(DataError, match="no article"):
        main_text(page)
    assert capfd.readouterr() == ("", "")


def test_where_it_is_missing_that_is_said(
    make_project: Callable[..., Project], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "trafilatura", None)
    (tmp_path / "quay.html").write_text(PAGE, encoding="utf-8")
    with pytest.raises(UsageError, match="not installed") as caught:
        add(make_project(), [tmp_path / "quay.html"], trafilatura=True)
    assert "annotui[html]" in caught.value.hint
