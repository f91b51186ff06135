"""The attributes of a label, as a label set writes them."""

from __future__ import annotations

import pytest

from annotui.core.attributes import Attribute, attributes_of, told
from annotui.errors import DataError


def test_an_attribute_has_values_or_is_a_free_text() -> None:
    assert attributes_of(" certainty = high | low|high ; speaker ;") == (
        Attribute("certainty", ("high", "low")),
        Attribute("speaker"),
    )
    assert attributes_of("") == ()


@pytest.mark.parametrize(
    ("written", "said"), [("=high|low", "has no name"), ("speaker; speaker=a", "two attributes called “speaker”")]
)
def test_what_cannot_be_read_is_told(written: str, said: str) -> None:
    with pytest.raises(DataError) as caught:
        attributes_of(written)
    assert said in caught.value.what


def test_what_a_format_keeps_for_itself_is_not_told() -> None:
    assert told({"certainty": "low", "brat:id": "T1", "speaker": "", "tone": "dry"}) == "certainty=low, tone=dry"
