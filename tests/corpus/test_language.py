"""The language of a text, told only where it is sure."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotui.corpus.language import language_code, language_of

SAMPLES = {
    "en": "The ministers of the two countries met in the old town, and it was agreed that the road "
    "is to be opened for all.",
    "ru": "Министры двух стран встретились в старом городе и договорились о том, что дорога будет открыта для всех, "
    "как это и было обещано, но не раньше весны и не без согласия комиссии по границе.",
    "az": "İki ölkənin nazirləri köhnə şəhərdə görüşüb və razılığa gəliblər ki, yol yazda bir daha açılsın, bu isə "
    "hər kəs üçün yaxşı xəbərdir, çünki ticarət də artacaq.",
    "hy": "Երկու երկրների նախարարները հանդիպեցին հին քաղաքում և պայմանավորվեցին, որ ճանապարհը կբացվի գարնանը։",
    "ka": "ორი ქვეყნის მინისტრები ძველ ქალაქში შეხვდნენ და შეთანხმდნენ, რომ გზა გაზაფხულზე გაიხსნება.",
    "de": "Die Minister der beiden Länder haben sich in der alten Stadt getroffen, und es ist vereinbart, dass die "
    "Straße im Frühling für alle geöffnet wird.",
    "uk": "Міністри двох країн зустрілися у старому місті та домовилися про те, що дорога буде відкрита для всіх, як і "
    "було обіцяно, але не раніше від весни.",
}


@pytest.mark.parametrize(("language", "text"), SAMPLES.items())
def test_a_paragraph_tells_its_language(language: str, text: str) -> None:
    assert language_of(text) == language


@pytest.mark.parametrize(("language", "text"), SAMPLES.items())
def test_a_long_text_tells_its_language(language: str, text: str) -> None:
    assert language_of(f"{text}\n" * (4000 // len(text))) == language


@pytest.mark.parametrize("other", ["ru", "hy", "ka"])
@pytest.mark.parametrize("share", [0.4, 0.6])
def test_a_long_text_in_two_languages_is_told_by_neither_wherever_each_stands(other: str, share: float) -> None:
    one, two = (SAMPLES["en"] * 40)[: round(4000 * share)], (SAMPLES[other] * 40)[: round(4000 * (1 - share))]
    assert language_of(one + two) == language_of(two + one) == ""


def test_a_foreign_paragraph_that_is_seldom_met_still_makes_a_long_text_unsure() -> None:
    english = SAMPLES["en"] * 40
    assert language_of(english[:300] + SAMPLES["az"][:300] * 2 + english[:3000]) == ""


@pytest.mark.parametrize(
    "text",
    [
        "",
        "The road",
        "12.11.2020 14:05 " * 20,
        "Baku Moscow Yerevan Tbilisi Ankara Tehran Sochi Prague Brussels Granada Washington Astana Minsk Paris Vienna",
        SAMPLES["en"] + SAMPLES["ru"],
        # Azerbaijani without its own letters is too near to Turkish, Kazakh too far from Russian to be either.
        "Nazirlerin görüşü axşam başa çatdı ve yolların açılması, komissiyalar arasında mektub mübadilesi "
        "müzakire edildi, bir daha görüş keçirilecek.",
        "Екі елдің министрлері ескі қалада кездесіп, жолдың көктемде ашылатыны туралы келісті, бұл барлығы "
        "үшін жақсы жаңалық.",
    ],
)
def test_what_is_not_sure_is_empty(text: str) -> None:
    assert language_of(text) == ""


def test_only_the_beginning_is_looked_at() -> None:
    assert language_of(SAMPLES["en"] * 40 + SAMPLES["ru"] * 400) == "en"


@pytest.mark.parametrize(
    ("value", "code"),
    [
        ("en-GB", "en"),
        ("ru_RU", "ru"),
        ("English", "en"),
        ("AZ", "az"),
        ("русский", "ru"),
        ("", ""),
        ("what is it", ""),
    ],
)
def test_a_declared_language_becomes_a_code(value: str, code: str) -> None:
    assert language_code(value) == code


@settings(max_examples=60)
@given(st.text(max_size=300))
def test_any_text_has_a_known_language_or_none(text: str) -> None:
    assert language_of(text) in {
        "",
        "en",
        "az",
        "tr",
        "de",
        "fr",
        "es",
        "it",
        "pt",
        "pl",
        "ru",
        "uk",
        "bg",
        "hy",
        "ka",
        "el",
        "he",
    }
