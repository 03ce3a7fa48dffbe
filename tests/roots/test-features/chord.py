"""What sounds *together*; see :py:func:`play`.

A second paragraph of the module.
"""

from enum import Enum


class Step(Enum):
    """How far one tone is from the next."""

    HALF = 1
    #: Two halves.
    WHOLE = 2


class Chord(tuple):
    """Several tones.

    Args are the tones: ``Chord(1, 5)``, with a note [#chord]_.

    .. [#chord] The note of a docstring.
    """

    @property
    def lowest(self) -> int:
        """The lowest tone, a :term:`stack` of none."""
        return min(self)


def play(chord: Chord, *, loud: bool = False) -> None:
    """Play it.

    :param chord: What to play.
    :type chord: Chord
    :param loud: Whether it is to be *loud*.
    """
