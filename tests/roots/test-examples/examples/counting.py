"""Counting.

>>> list(counted(2))
[0, 1]
"""


def counted(number: int) -> range:
    return range(number)


if __name__ == "__main__":
    from allocdoc.examples import main

    raise SystemExit(main(__file__))
