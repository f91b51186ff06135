"""Articles out of web pages."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotui.corpus.html_text import LARGEST, article_from_html
from annotui.corpus.metadata import read_metadata
from annotui.errors import DataError

LONG = "The ministers met for an hour and spoke of the roads that are to be opened; they will meet once more in spring."


def text(html: str) -> str:
    """The text without front matter and last newline."""
    whole = article_from_html(html.encode()).text
    return whole.partition("---\n\n")[2].removesuffix("\n") if whole.startswith("---\n") else whole.removesuffix("\n")


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<p>One</p><p>Two</p>", "One\n\nTwo"),
        ("<p>One <b>bold</b>\n  and <a href=x>lin</a>ked</p>", "One bold and linked"),
        ("<div>a<div>b</div>c</div>", "a\n\nb\n\nc"),
        ("<p>a<br>b<br/><br>c</p>", "a\nb\n\nc"),
        ("<ul><li>a<li>b</ul>", "a\n\nb"),
        ("<table><tr><td>1</td><td>2</td></tr><tr><td>3</td></tr></table>", "1 2\n\n3"),
        ("<pre>a\n  b\n\nc</pre>", "a\nb\n\nc"),
        ("<p>A &amp; B&nbsp;C &lt;d&gt; &#8212; &eacute;</p>", "A & B\u00a0C <d> — é"),
        ("<!-- no --><p>a<!-- no -->b</p><![CDATA[no]]>", "ab"),
        ("<nav>n</nav><header>h</header><p>a</p><aside>s</aside><form>f</form><footer>f</footer>", "a"),
        ("<script>s</script><style>s</style><noscript>n</noscript><template>t</template><p hidden>h</p>a", "a"),
        ("<p>unclosed <b>bold<p>next", "unclosed bold\n\nnext"),
        (f"<div>menu</div><article><p>{LONG}</p><p>{LONG}</p></article><div>more</div>", f"{LONG}\n\n{LONG}"),
        (f"<div>menu</div><main><p>{LONG} {LONG}</p></main><div>more</div>", f"{LONG} {LONG}"),
        ("<p>a</p><article>b</article><article>c</article>", "a\n\nb\n\nc"),
        (f"<p>{LONG} {LONG}</p><article>teaser</article>", f"{LONG} {LONG}\n\nteaser"),
    ],
)
def test_blocks_are_separated_and_what_is_around_the_article_is_dropped(html: str, expected: str) -> None:
    assert text(html) == expected


def told(head: str, body: str = "", lang: str = "") -> tuple[str, str, str, str]:
    html = f"<html{lang}><head>{head}</head><body>{body}<p>{LONG}</p></body></html>"
    found = read_metadata(article_from_html(html.encode()).text)
    return found.title, found.date, found.source, found.language


@pytest.mark.parametrize(
    ("head", "body", "expected"),
    [
        ('<meta property="og:title" content="A: “b” &amp; c"><title>no</title>', "<h1>no</h1>", ("A: “b” & c", "", "")),
        ("<title>no</title>", "<h1>The <i>road</i></h1>", ("The road", "", "")),
        ("<title>The\n road - Kura</title><meta property='og:site_name' content='Kura'>", "", ("The road", "", "Kura")),
        (
            "<title>T</title><meta property='article:published_time' content='2021-03-04T10:00Z'>",
            "",
            ("T", "2021-03-04", ""),
        ),
        ("<title>T</title><meta name='date' content='4 March 2021'>", "", ("T", "2021-03-04", "")),
        ("<title>T</title>", "<time datetime='2021-03-04'>x</time>", ("T", "2021-03-04", "")),
        ("<title>T</title>", "<time datetime='2021-03-04'>x</time><time datetime='2021-03-05'>y</time>", ("T", "", "")),
        (
            "<title>T</title>",
            "<time datetime='2021-03-04' pubdate></time><time datetime='2020-01-01'>",
            ("T", "2021-03-04", ""),
        ),
    ],
)
def test_what_the_page_declares_becomes_front_matter(head: str, body: str, expected: tuple[str, str, str]) -> None:
    assert told(head, body)[:3] == expected


def test_the_language_is_the_declared_one() -> None:
    assert told("", lang=' lang="az-Latn"')[3] == "az"


@pytest.mark.parametrize(
    ("encoding", "meta", "guessed"),
    [
        ("utf-8", "", ""),
        ("cp1251", '<meta charset="windows-1251">', ""),
        ("koi8-r", '<meta http-equiv="Content-Type" content="text/html; charset=koi8-r">', ""),
        ("cp1251", "", "cp1251"),
        ("utf-8", '<meta charset="windows-1251">', ""),
        ("cp1251", '<meta charset="unicode_escape">', "cp1251"),
    ],
)
def test_the_encoding_is_utf8_or_declared_or_guessed(encoding: str, meta: str, guessed: str) -> None:
    words = "Министры встретились в понедельник и договорились открыть южную дорогу."
    page = article_from_html(f"<html><head>{meta}</head><body><p>{words}</p>".encode(encoding))
    assert (page.text, page.guessed) == (words + "\n", guessed)


@pytest.mark.parametrize("data", [b"", b"no markup", b"<html><script>x</script></html>", b" " * (LARGEST + 1)])
def test_a_page_without_text_or_too_large_is_refused(data: bytes) -> None:
    with pytest.raises(DataError):
        article_from_html(data)


def test_deep_nesting_does_not_break_it() -> None:
    assert text("<div>" * 5000 + "deep" + "</div>" * 5000) == "deep"


@settings(max_examples=80)
@given(
    st.lists(
        st.sampled_from(
            ["<p>", "</p>", "<br", ">", "<!", "<![", "<!--", "<?xml ", "<pre>", "&#xD800;", "&#0;", "<a b='"]
        )
        | st.text(max_size=8)
    ).map("".join)
)
def test_broken_markup_gives_text_or_a_refusal(html: str) -> None:
    try:
        page = article_from_html(html.encode("utf-8", "replace"))
    except DataError:
        return
    assert page.text.encode().strip()
