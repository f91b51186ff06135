"""annotui: read articles in the terminal, tag what they name, link each agreement to a catalogue."""

__version__ = "0.1.0"
