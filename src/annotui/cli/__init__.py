"""The command line: parses, calls the application, prints. Imports heavy things where they are used."""
