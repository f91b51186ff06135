"""Phrases at the cursor: the shortest name, the mention of an agreement, the sentence."""

import json
import os
import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotui.core.lexicon import AGREEMENT_NOUNS
from annotui.core.phrases import phrase_chain, shortest_name
from annotui.core.segments import word_at, words_in

# `|` is the cursor, `{` and `}` are the edges of the mention that the second step should reach.
MENTIONS = [
    # Dates after the noun.
    "Both capitals still quote the {trilateral |statement of 9 November 2020}.",
    "The envoy recalled the {|ceasefire of May 12, 1994} in his speech.",
    "They published the {joint |declaration dated 3 October 2021}, which nobody had seen.",
    "Nothing in the {|agreements from 4 March 2019 and 7 June 2020} forbids that.",
    "The {|accords of March 9, 2018; June 11 and August 26, 2019} remain in force.",
    "He praised the {|statements - as of March 3, 2019; April 4 and May 5, 2020} - and left.",
    "Their {|protocols of 2 May 2018, 3 June 2018 and 9 July 2019}, he said, are dead.",
    "Ministers reviewed the {|statements of May 1 as well as June 2, 2020} once more.",
    "The leaders adopted a {|memorandum on 6 October 2022} and went home.",
    "Each side cites the {|truce of 2016} in its own way.",
    # Dates and places before the noun.
    "The {November 9, 2020 |statement} calls for talks.",
    "Under the {2021 |agreement} the road reopens.",
    "Officials met over the {Prague |statement of 6 October 2022}.",
    "The {Lisbon and Porto |statements} differ in tone.",
    "The {May 2020 |memorandum} was never published.",
    # Parties.
    "She read the {|agreement between Norway and Sweden} aloud.",
    "The {|pact between Norway and Sweden} entered into force last year.",
    "A copy of the {trilateral |agreement of the leaders of Norway, Sweden, and Finland of March 3, 2020} leaked.",
    "They buried the {|treaty with Denmark} in committee.",
    "The {joint |statement by the presidents of Chile and Peru} surprised everyone.",
    "Work goes on under the {trilateral |agreements (Norway, Sweden, Finland) in regard to the Sound}.",
    "It was a {|deal signed by the Norwegian, Swedish and Finnish leaders on March 3, 2020}, they say.",
    "The {|agreements of March 3, 2020, signed by the Norwegian and Swedish premiers}, still hold.",
    "The {|memorandum signed by the three leaders on 6 May} covers trade.",
    "Observers saw the {|accord brokered by Chile in Lima on 4 April 2011} collapse.",
    "The {Norwegian-Swedish |treaty} was renewed.",
    # Topics, titles, numbers.
    "The {|Declaration on Shared Waters between Norway and Finland} aims to protect salmon.",
    'They signed a {|Declaration on "Shared Waters of the North" on February 22}.',
    "Parliament ratified the {|Treaty of Lima} without debate.",
    "The {|protocol on the exchange of prisoners and a halt to all raids in Patagonia on June 9, 2010} failed.",
    "The council recalled {UN Security Council |resolution 822} again.",
    "{|Resolutions 822, 853, 874 and 884} have not been carried out.",
    "The assembly adopted {|resolution 62/243 in March}.",
    "The vote on {|Resolution No. 242} came late.",
    "Read {clause 9 of the November 2020 |statement} again.",
    "Read {|clause 9 of the November 2020 statement} again.",
    "Norway breached {articles 3 and 4 of the |treaty}, said Sweden.",
    "He pointed to {paragraph 2 of clause 9 of the |protocol of 3 May 2004}.",
    "The {second |statement since the end of the 12-day war} came in spring.",
    # Where a mention stops.
    "The {newly-signed |statement} was set to replace the old one.",
    "The {|statement of May 3, 2020}, which the mayor signed, is void.",
    "The {|agreement with Chile}, Peru said, was fair.",
    "Both read the {|Lima Declaration of 1991} and the Quito statement.",
    "Both read the Lima Declaration of 1991 and the {Quito |statement}.",
    "After the {|truce of May 2020}, Norway withdrew its boats.",
    "Lawyers studied the provisions of the {gas |treaty}.",
    "Under this {border |agreement} that Chile wants nobody fishes.",
    "Three mayors signed the {|pact} and agreed on a budget.",
    "Norway's {2019 |protocol} was shelved.",
    "They discussed their {peace |agreement} - with much noise.",
    # Of all kinds.
    "The foreign ministry said the {|Granada statement of 5 October 2023} was a step forward.",
    "Kenya and Uganda signed a {bilateral fisheries |agreement in Nairobi on 11 January 2015}, they say.",
    "In accordance with the {|agreement reached in Geneva on 3 August 2012}, the troops pulled out.",
    "Under the {2007 |treaty on friendship and cooperation between Kenya and Uganda} neither may attack.",
    "The {Nairobi |protocol — signed on 4 May 2011} — has lapsed.",
    "Opposition leaders denounced the {2019 Nairobi |protocol} as treason.",
    "The parties violate the {|ceasefire agreement} daily.",
    "The {|memorandum of understanding between the ministries of Kenya and Uganda} covers fishing.",
    "Kenya insists that the {|statements signed by Kenya, Uganda and Rwanda in 2011 and 2012} are binding.",
    "The {trilateral |declaration, signed in Nairobi on 4 May 2011}, is binding.",
    "He referred to the {|agreements of 9/10 May 2011}.",
    "The {Nairobi |agreements}, which ended the war, are dead.",
    '"We honour the {|treaty of 12 June 1999}," the minister said.',
    "The {|Convention on the Law of the Lake (1998)} was ratified.",
    "The {|accord of 10.11.2020} stands.",
    "The deal follows a {Kenyan-brokered |truce of 3 May}.",
    "The {Comprehensive Peace |Agreement} collapsed.",
    "They discussed implementing the {|declaration on the opening of all roads and railways in the valley}.",
    "The {fourth |protocol to the Nairobi Convention} is short.",
    "Kenya's president hailed the {|agreement with Uganda on border posts} and thanked the negotiators.",
    "Rwanda rejected the {|statement by Kenya and Uganda of 4 May 2011} and the Nairobi protocol.",
    "On 4 May 2011, Kenya, Uganda and Rwanda signed a {|statement}.",
    "The {first two |statements} were vague.",
    "They want to sign a {peace |treaty} soon.",
    "The {|Agreement on Trade, Transport and Energy between Kenya and Uganda} is old.",
    "The {|resolutions adopted by the UN Security Council in 1993} demand a withdrawal.",
    "The {|resolution of the General Assembly of 14 March 2008} was rejected.",
    "The {1994 Lusaka |Protocol} failed within months.",
    "The text of the {|agreement, dated 4 May 2011}, was lost.",
    "The {|Treaty on the Non-Proliferation of Nuclear Weapons} has a review every five years.",
    "The two sides are bound by {|agreements concluded in Lusaka on 3 May and in Nairobi on 4 June 2011}.",
    "The {June 14 |armistice} ended it.",
    "They follow the {Helsinki Final |Act of 1 August 1975}.",
    "Kenya, bound by the {|pact}, stayed out.",
    "The presidents of Kenya and Uganda adopted a {joint |declaration on May 4, 2011, in Nairobi}.",
    "Kenya ended its {military |pact with Uganda on Monday}.",
    "Turkey and Greece on Friday hailed their {maritime |accord}.",
    "The {2010 |Protocol on Border Delimitation} remains unratified.",
    "The {|statement} the two leaders signed is public.",
    "The {so-called Vienna |agreements} are history.",
    "The {|Agreement of 5 June 1988 on the Return of Displaced Persons} was short.",
    "Under the {tripartite |agreement of the foreign ministers of Laos, Nepal and Bhutan of 12 July 2009} all is free.",
    "Mongolia has honoured every {|treaty with its two neighbours}.",
    "The {|Memorandum of Understanding on Grain Exports signed in Ankara on 22 July 2022} expired.",
    "Nepal accused Bhutan of breaching {Article 5 of the 1950 |Treaty of Peace and Friendship}.",
    "The {Thimphu |communiqué (12 July 2009)} named no dates.",
    "Negotiators initialled the {|convention} in Delhi.",
    "Laos wants the {|agreements of 2009, 2011 and 2013} revised.",
    "Does the {1950 |treaty} still bind Nepal?",
    "The premier cited {|Resolution 1325 (2000) of the Security Council}.",
    'The "{Thimphu |Declaration}" is a joke.',
    "Laos and Nepal accepted the {|truce brokered by Bhutan}.",
    "The minister called the {|deal} historic.",
    "He spoke about the {|agreements reached by the leaders of Laos and Nepal in Delhi}.",
    "The {|declaration adopted at the Delhi summit on 3 March 2005} lists ten aims.",
    "The {|ceasefire between Laos and Nepal} since 2009 has held.",
    "Nepal's {|agreement with Laos, Bhutan and India of May 2003} was secret.",
    "The {|statement of 3 March, 5 April and 6 May 2011} – all three – bind us.",
    "The {January 11 and November 26 |statements} speak of roads.",
]


def marked(sentence: str) -> tuple[str, int, str]:
    """The text without its signs, the cursor, and what stands between the braces."""
    inside = sentence[sentence.index("{") + 1 : sentence.index("}")].replace("|", "")
    plain = sentence.replace("{", "").replace("}", "")
    return plain.replace("|", ""), plain.index("|"), inside


def texts(text: str, offset: int) -> list[str]:
    return [text[start:end] for start, end in phrase_chain(text, offset)]


@pytest.mark.parametrize("sentence", MENTIONS)
def test_the_second_step_at_an_agreements_noun_is_its_mention(sentence: str) -> None:
    text, cursor, expected = marked(sentence)
    chain = texts(text, cursor)
    assert expected in chain[:2], chain


# `|` is the cursor; then what the first step should select.
NAMES = [
    ("Spanish Deputy Foreign Minister |José Manuel Albares left.", "José Manuel Albares"),
    ("Chilean President Gabriel |Boric spoke.", "Gabriel Boric"),
    ("|Chilean President Gabriel Boric spoke.", "Chilean"),
    ("Talks with N. |Kivinen failed.", "N. Kivinen"),
    ("Talks with |N. Kivinen failed.", "N. Kivinen"),
    ("The speech of Martin R. |Holm Jr. was short.", "Martin R. Holm Jr."),
    ("The speech of Martin Holm, |Jr. was short.", "Martin Holm, Jr."),
    ("J.R.R. |Tolkien wrote it.", "J.R.R. Tolkien"),
    ("|Ursula von der Leyen came.", "Ursula von der Leyen"),
    ("Crown Prince Mohammed bin |Salman came.", "Mohammed bin Salman"),
    ("Then Bashar |al-Assad spoke.", "Bashar al-Assad"),
    ("King Harald |V of Norway came.", "Harald V"),
    ("the minister Recep Tayyip |Erdoğan met them", "Recep Tayyip Erdoğan"),
    ("President of Finland |Anna Maria Lind arrived.", "Anna Maria Lind"),
    ("President of |Finland Anna Lind arrived.", "Finland"),
    ("the President of the Republic of Finland Anna |Lind arrived", "Anna Lind"),
    ("Minister of Foreign Affairs of Norway Anna |Lind arrived.", "Anna Lind"),
    ("the President of South |Korea", "South Korea"),
    ("|Anna Lind's house", "Anna Lind"),
    ("the |Kremlin's Dmitry Ivanov said", "Kremlin"),
    ("near |Saint Petersburg", "Saint Petersburg"),
    ("in Addis |Ababa on Monday", "Addis Ababa"),
    ("in |L’Aquila", "L’Aquila"),
    ("from Lima, |Peru and Quito", "Peru"),
    ("the Federation |Council of Russia voted", "Federation Council"),
    ("the Collective |Security Treaty Organization met", "Collective Security Treaty Organization"),
    ("the Ministry of Foreign |Affairs of Peru", "Ministry of Foreign Affairs"),
    (
        "the |Organization for Security and Co-operation in Europe",
        "Organization for Security and Co-operation in Europe",
    ),
    ("the United States of |America won", "United States of America"),
    ("European Council President |Charles Michel’s plan", "Charles Michel"),
    ("|European Council President Charles Michel’s plan", "European Council"),
    ("the |OSCE and the EU", "OSCE"),
    ("The |African Union and the Arab League met.", "African Union"),
    ("Republic of |Chile and the Kingdom of Spain", "Republic of Chile"),
    ("the |Lima Declaration", "Lima"),
    ("the Lima |Declaration", "Lima Declaration"),
    ("the Treaty of |Lima was signed", "Lima"),
    ("the |Treaty of Lima was signed", "Treaty of Lima"),
    ("the |statement of 2020", "statement"),
    ("it left on |November 9, 2020 for good", "November 9, 2020"),
    ("МИД сообщил, что |Мария Ивановна Сильва приехала", "Мария Ивановна Сильва"),
    ("Президент |Иван Петров встретился с Н. Орловым.", "Иван Петров"),
    ("прибыл в |Санкт-Петербург", "Санкт-Петербург"),
    ("ժամանեց |Նոր Երևան այսօր", "Նոր Երևան"),
    ("Chilean President |Boric Visits Lima For Talks With Anna Lind", "Boric"),
    ("Chilean President Boric Visits Lima For Talks With |Anna Lind", "Anna Lind"),
]


@pytest.mark.parametrize(("sentence", "expected"), NAMES)
def test_the_first_step_is_the_shortest_name_date_or_word(sentence: str, expected: str) -> None:
    text, cursor = sentence.replace("|", ""), sentence.index("|")
    span = shortest_name(text, cursor)
    assert span is not None
    assert text[span[0] : span[1]] == expected
    assert phrase_chain(text, cursor)[0] == span


def test_a_name_widens_to_its_noun_phrase_then_to_the_sentence() -> None:
    text = "Later Spanish Deputy Foreign Minister Anna Lind met the press. Nobody came."
    assert texts(text, text.index("Lind")) == [
        "Anna Lind",
        "Spanish Deputy Foreign Minister Anna Lind",
        "Later Spanish Deputy Foreign Minister Anna Lind met the press.",
    ]


def test_a_party_inside_a_mention_widens_to_the_mention() -> None:
    text = "They quote the agreement between Norway and Sweden of 9 May 2020."
    assert texts(text, text.index("Sweden"))[:2] == [
        "Sweden",
        "agreement between Norway and Sweden of 9 May 2020",
    ]


def test_two_names_joined_by_and_are_two_mentions() -> None:
    text = "He cited the Lima Declaration of 1991 and the Quito Protocol of 1995."
    assert "Lima Declaration of 1991" in texts(text, text.index("Declaration"))
    assert "Quito Protocol of 1995" in texts(text, text.index("Protocol"))


def test_on_white_space_the_next_word_counts_and_past_the_last_word_there_is_none() -> None:
    text = "One.  \n\n  Two words"
    assert texts(text, 5)[0] == "Two"
    assert phrase_chain("Word. ", 5) == []
    assert shortest_name("", 0) is None


PIECES = (
    "statement Treaty of on and , ; - — ( ) \" ' . the signed by between Norway Mr. N. No. 9 2020 May 2020; 's U.S. "
    "president President Lind Council for Jr. ceasefire clause newly-signed said in at with 822, \u0301 и Совет"
)
WORDY = st.lists(st.sampled_from(["\n", *re.findall(r"\S+", PIECES)]), max_size=40).map(" ".join)


@settings(max_examples=100, deadline=None)
@given(st.one_of(WORDY, st.text(max_size=80)), st.integers(0, 200))
def test_extents_are_nested_growing_and_hold_the_word_at_the_cursor(text: str, offset: int) -> None:
    chain = phrase_chain(text, offset)
    word = word_at(text, offset)
    assert bool(chain) == (word is not None)
    assert len(chain) <= 5
    previous = word
    for start, end in chain:
        assert previous is not None
        assert 0 <= start <= previous[0] < previous[1] <= end <= len(text)
        assert (start, end) != previous or previous == word
        previous = (start, end)
    assert len(set(chain)) == len(chain)


def test_the_marks_of_a_careful_reader_are_reached_in_two_steps() -> None:
    folder = os.environ.get("ANNOTUI_TRIAL_DATA")
    if not folder:
        pytest.skip("ANNOTUI_TRIAL_DATA is not set: it names the folder with the trial articles")
    marks = [json.loads(line) for line in (Path(folder) / "mentions.jsonl").read_text("utf-8").splitlines()]
    reached = 0
    core = [mark for mark in marks if mark["kind"] == "core"]
    for mark in core:
        text = (Path(folder) / "articles" / mark["article"]).read_bytes().decode("utf-8")
        span = (mark["start"], mark["end"])
        heads = [first for first, last in words_in(text, *span) if text[first:last].lower() in AGREEMENT_NOUNS]
        reached += span in phrase_chain(text, (heads or [span[0]])[0])[:2]
    assert len(core) == 13
    assert reached >= 12
