"""A module to be described."""


class Box:
    """What holds one thing."""

    def open(self, key: str, *, force: bool = False) -> int:
        """Open the box.

        :param key: What fits.
        :param force: Whether to break it.
        :returns: How often it was open before.
        :raises ValueError: The key does not fit.
        """
        raise ValueError(key + str(force))
