"""``python -m quizlab`` is the command ``quizlab``."""

from quizlab.cli import main

if __name__ == "__main__":
    main()
