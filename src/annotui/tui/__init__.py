"""The screens. Knows the core and the application, never storage, linking or formats."""
