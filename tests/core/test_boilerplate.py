"""What of a page is no article of its own."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from annotui.core.boilerplate import LONGEST, is_boilerplate


@pytest.mark.parametrize(
    "line",
    [
        "Also read: The ferry that nobody took",
        "See also",
        "READ MORE >",
        "Our website uses cookies. Choose which.",
        "Accept all cookies",
        "Share on Telegram",
        "Facebook  Twitter | Telegram",
        "Tags: Norland, Sudria",
        "Follow us",
        "© 2022 Port Vale Courier",
        "Sign up for our weekly newsletter",
        "Читайте также: Паром отменён",
        "Поделиться",
        "Həmçinin oxuyun: Bərə haqqında",
        "Կարդացեք նաև՝ Լաստանավը",
        "Advertisement",
        "Our website uses cookies. " + "You may turn them off, and then some pages do not work. " * 12,
    ],
)
def test_what_surrounds_an_article_is_told(line: str) -> None:
    assert is_boilerplate(line)


@pytest.mark.parametrize(
    "line",
    [
        "",
        "   ",
        "Norland's share of the trade grew.",
        "Share prices fell after the ceasefire was announced.",
        "Related to this, the envoy named two letters",
        "See also how the clause ends, the minister said in Port Vale.",
        "Topics of the talks included borders",
        "Comments by the two ministers followed.",
        "Tag der Befreiung",
        "Реклама этого соглашения удивила министра.",
        "Our website uses cookies. " + "and so on " * LONGEST,
        "The envoys spoke of ferries for an hour. " * 8 + "All rights reserved, they said, meant little.",
    ],
)
def test_what_may_be_text_is_left_alone(line: str) -> None:
    assert not is_boilerplate(line)


@pytest.mark.skipif("ANNOTUI_TRIAL_DATA" not in os.environ, reason="ANNOTUI_TRIAL_DATA is unset")
def test_in_real_articles_little_is_told() -> None:
    told = [
        line
        for path in sorted((Path(os.environ["ANNOTUI_TRIAL_DATA"]) / "articles").glob("*.txt"))
        for line in path.read_text(encoding="utf-8").splitlines()
        if is_boilerplate(line)
    ]
    assert 1 <= len(told) <= 8
