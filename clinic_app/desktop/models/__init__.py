"""Table models. They hold ids or ready rows; `data` never raises and never computes."""
