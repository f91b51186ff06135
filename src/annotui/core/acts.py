"""What the reader wants done: acts for the application to carry out, and asks for the screen to put to the person."""

from __future__ import annotations

from dataclasses import dataclass

from annotui.core.model import Fragment


@dataclass(frozen=True, slots=True)
class Tag:
    """Make a span of `fragments` with the label of this name."""

    fragments: tuple[Fragment, ...]
    label: str


@dataclass(frozen=True, slots=True)
class Repeat:
    """Make a span of `fragments` with the last label and its links."""

    fragments: tuple[Fragment, ...]


@dataclass(frozen=True, slots=True)
class AddFragment:
    """Give the span one more fragment."""

    id: str
    fragment: Fragment


@dataclass(frozen=True, slots=True)
class SetEdges:
    """Give the span these fragments in place of its own."""

    id: str
    fragments: tuple[Fragment, ...]


@dataclass(frozen=True, slots=True)
class Relabel:
    """Give the span the label of this name."""

    id: str
    label: str


@dataclass(frozen=True, slots=True)
class Delete:
    """Delete the span."""

    id: str


@dataclass(frozen=True, slots=True)
class SetFlag:
    """Set the span's flag, or take it off."""

    id: str
    flag: bool


Act = Tag | Repeat | AddFragment | SetEdges | Relabel | Delete | SetFlag


@dataclass(frozen=True, slots=True)
class AskLabel:
    """Ask for a label: for `fragments` to tag, or for the span `id` to relabel. `answered` makes the act."""

    fragments: tuple[Fragment, ...] = ()
    id: str | None = None


@dataclass(frozen=True, slots=True)
class OpenLinks:
    """Open the link panel for the span."""

    id: str


@dataclass(frozen=True, slots=True)
class AskNote:
    """Ask for the note on the span."""

    id: str


@dataclass(frozen=True, slots=True)
class AskArticleNote:
    """Ask for the note on the article."""


@dataclass(frozen=True, slots=True)
class AskSearch:
    """Ask what to find; the answer goes to `session.search`."""


@dataclass(frozen=True, slots=True)
class AskSteps:
    """Ask for the step set; the answer goes to `session.choose_steps`."""


@dataclass(frozen=True, slots=True)
class ShowGuideline:
    """Show the guideline of the label of this name; of all labels when it is empty."""

    label: str


@dataclass(frozen=True, slots=True)
class CopyCitation:
    """Send the citation of the span to the clipboard; of the article when there is none."""

    id: str | None


@dataclass(frozen=True, slots=True)
class CopyText:
    """Send the text of these fragments to the clipboard."""

    fragments: tuple[Fragment, ...]


Ask = AskLabel | OpenLinks | AskNote | AskArticleNote | AskSearch | AskSteps | ShowGuideline | CopyCitation | CopyText


def answered(ask: AskLabel, label: str) -> Tag | Relabel:
    """The act for a label that was asked for."""
    return Tag(ask.fragments, label) if ask.id is None else Relabel(ask.id, label)
