"""From bytes on disk to canonical text, and what a file says of itself: title, date, source, language."""
