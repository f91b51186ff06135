"""The application: what a user can do, written once for the screen and the command line."""
