"""What each programme asks in a visit: one module a form, in the order of its paper."""
