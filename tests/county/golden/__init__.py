"""Saves of each released program as the bytes that it sent, replayed against today's county.

`python -m tests.county.golden` writes the file of the present version; that of a released one is never written again.
"""
