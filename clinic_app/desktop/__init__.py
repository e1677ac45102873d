"""The window: pages, forms, models, widgets, theme. No SQL, no network."""
