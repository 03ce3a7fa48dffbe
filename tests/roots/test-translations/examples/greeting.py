"""Greeting.

>>> greet("you")
'hello you'
"""


def greet(name: str) -> str:
    # Say hello.
    sign = "# not a comment"
    return f"hello {name}{sign[1:1]}"  # And leave.


if __name__ == "__main__":
    from allocdoc.examples import main

    raise SystemExit(main(__file__))
