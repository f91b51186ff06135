"""What all lists around the catalogue do with the record at hand: show it whole, edit it, name it, merge it."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from annotui.core.model import Agreement
from annotui.errors import UsageError
from annotui.tui.screens.list_pane import MarkingPane

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from annotui.tui.widgets.prompt import Choice

Row = TypeVar("Row")
MOST_OFFERED = 200
"""How many records that fit what is typed are offered to merge with."""


class RecordPane(MarkingPane[Row]):
    """A list with a record at hand."""

    @property
    def at_hand(self) -> Agreement | None:
        """The record that commands are about."""
        raise NotImplementedError

    def pair(self) -> tuple[Agreement, Agreement] | None:
        """The two records that are marked, the one under the cursor first. Raises UsageError for another number."""
        return None

    def do_list_card(self, _: str) -> None:
        """Show all that is known of the record."""
        from annotui.project import record_acts
        from annotui.tui.screens.pages import Page, card_lines

        record = self.at_hand
        if record is not None:
            accepted = record_acts.accepted(self.project, record.id)
            self.key_screen.show_page(Page("Record", card_lines(record, accepted=accepted)))

    def do_copy_id(self, _: str) -> None:
        """Send the record's id to the terminal's clipboard."""
        if self.at_hand is not None:
            self.copy(self.at_hand.id)

    def do_list_edit(self, _: str) -> None:
        """Choose a field of the record and type what it is to be."""
        from annotui.project import record_acts
        from annotui.tui.widgets.prompt import Choice, Question

        record = self._needed()

        def choose(_: str, choice: Choice | None) -> None:
            if choice is not None:
                field = choice.value
                several = " (several with ;)" if isinstance(getattr(record, field), tuple) else ""
                text = record_acts.field_text(record, field)
                self.key_screen.ask(
                    Question(f"{field.capitalize()}{several}:", lambda text, _: take(field, text), text=text, free=True)
                )

        def take(field: str, text: str) -> None:
            record_acts.edit_field(self.project, record, field, text)
            self._changed(f"{field.capitalize()} changed; u takes it back")

        fields = ((field, record_acts.field_text(record, field)) for field in record_acts.FIELDS)
        choices = [Choice(field, f"{field:8} {text}".strip()) for field, text in fields]
        self.key_screen.ask(Question("Edit:", choose, choices=choices))

    def do_list_alias(self, _: str) -> None:
        """Type one more name of the record."""
        from annotui.project import record_acts
        from annotui.tui.widgets.prompt import Question

        record = self._needed()

        def take(text: str, _: Choice | None) -> None:
            record_acts.add_alias(self.project, record, text)
            self._changed(f"“{text.strip()}” is an alias of {record.id}; u takes it back")

        self.key_screen.ask(Question("Alias:", take, free=True))

    def do_list_merge(self, _: str) -> None:
        """Merge the two marked records, else this one and one that is typed, once it is said which stays."""
        from annotui.project.records import records_like
        from annotui.tui.screens.describe import dates, name
        from annotui.tui.widgets.prompt import Choice, Question

        marked = self.pair()
        if marked is not None:
            self._ask_which(*marked)
            return
        record = self._needed()

        def more(typed: str) -> Iterator[Sequence[Choice]]:
            for found in records_like(self.project, typed, MOST_OFFERED):
                yield [
                    Choice(other.id, f"{name(other)} ({other.id})", dates(other)) for other in found if other != record
                ]

        def take(_: str, choice: Choice | None) -> None:
            if choice is None:
                raise UsageError("No record fits that.", "Type some of its words; Esc leaves.")
            self._ask_which(self.project.agreement(choice.value), record)

        self.key_screen.ask(Question(f"Merge {record.id} with:", take, free=True, more=more))

    def _ask_which(self, first: Agreement, second: Agreement) -> None:
        """Ask which of two records is kept, with how many links move then."""
        from annotui.project import record_acts
        from annotui.tui.screens.describe import name
        from annotui.tui.widgets.prompt import Choice, Question

        def choice(kept: Agreement, other: Agreement) -> Choice:
            moving = record_acts.links_of(self.project, other.id)
            return Choice(kept.id, f"{name(kept)} ({kept.id})", f"takes over {moving:,} link{'s' * (moving != 1)}")

        def take(_: str, choice: Choice | None) -> None:
            if choice is not None:
                kept, other = (first, second) if choice.value == first.id else (second, first)
                record_acts.merge(self.project, kept, other)
                self.lines.set_marked(())
                self.merged(kept.id)
                self._changed(f"{other.id} is merged into {kept.id}; u takes it back")

        self.key_screen.ask(
            Question("Merge; which stays?", take, choices=[choice(first, second), choice(second, first)])
        )

    def merged(self, kept: str) -> None:
        """Take up that the record at hand may be this one now."""

    def _needed(self) -> Agreement:
        if self.at_hand is None:
            raise UsageError("There is no record here.", "Choose one in the catalogue.")
        return self.at_hand

    def _changed(self, said: str) -> None:
        self.annotui.changed_everything()
        self.key_screen.say(said)
