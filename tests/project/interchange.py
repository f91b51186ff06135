"""A corpus with all that a format may find hard: CRLF, emoji, combining marks, right-to-left text, odd names."""

from __future__ import annotations

HARBOUR, FERRY = "a-harbour.txt", "b-ferry.txt"
ODD = "odd/naïve 🙂.txt"
TEXTS = {
    HARBOUR: "The Harbour Pact of 3 May 2019 was signed in Port Lisa.\nIt ends in 2029.\n",
    FERRY: "Ferries run again.\r\nThe ferry accord of June 2020 says so.\r\n",
    ODD: "🙂 cafe\u0301 العربية \u200f(2020)\u200f 👩‍👩‍👧 end; =1+1\n",
}
