"""Meters that send their values: standard Bluetooth profiles and serial lines. No screen, no store."""
