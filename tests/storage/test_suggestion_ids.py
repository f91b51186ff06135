"""The ids of suggestions: stable, different for what is different, and had without OpenSSL."""

from __future__ import annotations

import subprocess
import sys

from annotui.storage.suggestions import suggestion_id


def test_an_id_is_that_of_the_same_suggestion() -> None:
    one = suggestion_id("a/b.txt", 3, 9, "agreement", ["x", "y"])
    assert one == suggestion_id("a/b.txt", 3, 9, "agreement", ["x", "y"])
    others = [
        suggestion_id("a/c.txt", 3, 9, "agreement", ["x", "y"]),
        suggestion_id("a/b.txt", 3, 10, "agreement", ["x", "y"]),
        suggestion_id("a/b.txt", 3, 9, "event", ["x", "y"]),
        suggestion_id("a/b.txt", 3, 9, "agreement", ["y", "x"]),
    ]
    assert len({one, *others}) == 5
    assert {len(id) for id in (one, *others)} == {21}


def test_it_is_the_same_in_another_process_and_loads_no_openssl() -> None:
    program = (
        "import sys; from annotui.storage.suggestions import suggestion_id; "
        "print(suggestion_id('a.txt', 1, 2, 'place', []), '_hashlib' in sys.modules)"
    )
    told = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout
    assert told.split() == [suggestion_id("a.txt", 1, 2, "place", []), "False"]
