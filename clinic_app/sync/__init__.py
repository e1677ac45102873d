"""The laptop's lanes to the county server: push, pull, and what starts them. Not Qt."""
