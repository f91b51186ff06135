"""Which commands there are and which module has each: known without importing any of them."""

from __future__ import annotations

from collections.abc import Mapping

HOMES: Mapping[str, str] = {
    "add": "articles",
    "agreements": "catalogue",
    "article": "articles",
    "check": "figures",
    "demo": "demo",
    "doctor": "doctor",
    "export": "annotating",
    "import": "importing",
    "init": "articles",
    "keys": "keys",
    "labels": "catalogue",
    "link": "catalogue",
    "search": "articles",
    "serve": "serving",
    "stats": "figures",
    "suggest": "suggesting",
    "sync": "articles",
    "tag": "annotating",
}
"""Command -> module of annotui.cli, whose COMMANDS hold it."""
