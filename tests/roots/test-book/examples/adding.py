"""Adding.

>>> total(1, 1)
2
>>> total("1", 1)
Traceback (most recent call last):
    ...
TypeError: can only concatenate str (not "int") to str
"""


def total(one: int, other: int) -> int:
    # Add them,
    # whatever they are.
    return one + other  # "+" & no more


if __name__ == "__main__":
    from allocdoc.examples import main

    raise SystemExit(main(__file__))
