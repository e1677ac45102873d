"""Every parser that reads bytes from outside is fed with damaged samples and with chance: `python -m tests.fuzz`."""
