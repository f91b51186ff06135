"""What the reader wants done: acts for the application to carry out, and asks for the screen to put to the person."""

from __future__ import annotations

from typing import NamedTuple

from annotui.core.model import Fragment


class Tag(NamedTuple):
    """Make a span of `fragments` with the label of this name."""

    fragments: tuple[Fragment, ...]
    label: str


class Repeat(NamedTuple):
    """Make a span of `fragments` with the last label and its links."""

    fragments: tuple[Fragment, ...]


class AddFragment(NamedTuple):
    """Give the span one more fragment."""

    id: str
    fragment: Fragment


class SetEdges(NamedTuple):
    """Give the span these fragments in place of its own."""

    id: str
    fragments: tuple[Fragment, ...]


class Relabel(NamedTuple):
    """Give the span the label of this name."""

    id: str
    label: str


class Delete(NamedTuple):
    """Delete the span."""

    id: str


class Accept(NamedTuple):
    """Make the suggestion a span, as it is."""

    id: str


class Reject(NamedTuple):
    """Let the suggestion not come again."""

    id: str


class SetFlag(NamedTuple):
    """Set the span's flag, or take it off."""

    id: str
    flag: bool


Act = Tag | Repeat | AddFragment | SetEdges | Relabel | Delete | SetFlag | Accept | Reject


class AskLabel(NamedTuple):
    """Ask for a label: for `fragments` to tag, or for the span `id` to relabel. `answered` makes the act."""

    fragments: tuple[Fragment, ...] = ()
    id: str | None = None


class OpenLinks(NamedTuple):
    """Open the link panel for the span."""

    id: str


class AskNote(NamedTuple):
    """Ask for the note on the span."""

    id: str


class AskArticleNote(NamedTuple):
    """Ask for the note on the article."""


class AskSearch(NamedTuple):
    """Ask what to find; the answer goes to `session.search`."""


class AskSteps(NamedTuple):
    """Ask for the step set; the answer goes to `session.choose_steps`."""


class AskAcceptAll(NamedTuple):
    """Ask from which score on all suggestions are accepted."""


class ShowGuideline(NamedTuple):
    """Show the guideline of the label of this name; of all labels when it is empty."""

    label: str


class CopyCitation(NamedTuple):
    """Send the citation of the span to the clipboard; of the article when there is none."""

    id: str | None


class CopySpan(NamedTuple):
    """Copy the text of a span."""

    id: str


class CopyText(NamedTuple):
    """Send the text of these fragments to the clipboard."""

    fragments: tuple[Fragment, ...]


class ShowConcordance(NamedTuple):
    """Show every place where a text stands; with the id of a span, to tag those places as it is."""

    text: str
    like: str | None = None


Ask = (
    AskLabel
    | OpenLinks
    | AskNote
    | AskArticleNote
    | AskSearch
    | AskSteps
    | AskAcceptAll
    | ShowGuideline
    | CopyCitation
    | CopySpan
    | CopyText
    | ShowConcordance
)


def answered(ask: AskLabel, label: str) -> Tag | Relabel:
    """The act for a label that was asked for."""
    return Tag(ask.fragments, label) if ask.id is None else Relabel(ask.id, label)
