"""The only place that knows SQL: schema, acts, history, pages, full-text index."""
