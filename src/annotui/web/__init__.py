"""The app in a browser: a server for this machine alone, and a process of the app for each page that is open."""
