"""The one error of this room."""


class MathError(ValueError):
    """A formula that cannot be typeset without guessing.

    Attributes:
        message: What was found and what would have been possible.
        position: Where, as an index into the (cleaned) source; 0 for its first character.
    """

    def __init__(self, message: str, position: int) -> None:
        super().__init__(f"{message} (at character {position})")
        self.message = message
        self.position = position
