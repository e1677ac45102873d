"""The command line (README, design contract): parsing, opening the data, printing what the rooms answer."""
