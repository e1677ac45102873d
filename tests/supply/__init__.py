"""What releases are made of: locked versions with hashes, their licences, the bill of materials, known holes."""
