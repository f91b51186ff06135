"""The pure heart of annotui: data, text, dates, layout, spans, keys. Standard library only."""
