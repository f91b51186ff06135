"""The order in which the catalogue is listed."""

from __future__ import annotations

import sqlite3

from annotui.storage.listing import Listing, Part


def agreement_listing(connection: sqlite3.Connection) -> Listing[str]:
    """The catalogue in order of first date and id; records without a date come first."""
    undated = "NOT EXISTS (SELECT 1 FROM agreement_date WHERE agreement_date.agreement = {id} AND position = 0)"
    dated = Part("agreement_date", "position = 0", (), ("date", "agreement"), "agreement_date.agreement")
    return Listing[str](connection, [Part("agreement", "true", (), ("id",), "agreement.id", undated), dated])
