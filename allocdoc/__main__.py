"""Run the command line: ``python -m allocdoc``."""

from allocdoc.cli import main

if __name__ == "__main__":
    main()
