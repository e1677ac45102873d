"""What a paper says, gathered from the store of this laptop: values for `printing`, which draws them."""


class NothingToPrint(LookupError):
    """There is no such record on this laptop; the message is a Chinese sentence."""
