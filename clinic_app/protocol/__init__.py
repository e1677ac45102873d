"""What two machines agree on: pure code that the laptop and the county server both run."""
