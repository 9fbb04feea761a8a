"""What a person can set. What memory depends on stands in the event log instead."""

import msgspec


class SettingsError(ValueError):
    """A setting that cannot be used; the message says where it stands and what is possible."""


class Settings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """All settings with their defaults.

    Attributes:
        learner: Whose progress is kept.
        topics: Names of the decks to study, or leading parts of them; empty for all.
        minutes: Minutes a day that the learner wants to spend; sets the number of new cards.
        new_per_day: New cards a day, or None to derive it from `minutes`.
        reviews_per_day: Reviews a day.
        language: Language of cards, prompts and explanations, such as ``en`` or ``zh``.
        theme: Name of a theme of the app.
        editor: Command that edits a card; $VISUAL or $EDITOR where empty.
        welcomed: Whether the two questions of the first run were answered or skipped.
    """

    learner: str = "me"
    topics: tuple[str, ...] = ()
    minutes: int = 20
    new_per_day: int | None = None
    reviews_per_day: int = 200
    language: str = "en"
    theme: str = "quizlab-dark"
    editor: str = ""
    welcomed: bool = False

    @property
    def daily_new(self) -> int:
        """New cards a day: about one for two minutes, since each comes back several times."""
        if self.new_per_day is not None:
            return self.new_per_day
        return max(2, self.minutes // 2)

    def __post_init__(self) -> None:
        """Refuse what no session could use.

        Raises:
            SettingsError: With the name of the setting, what was got and what is possible.
        """
        if not self.learner or len(self.learner) > 64 or not self.learner.isprintable():
            raise SettingsError(
                f"learner: got {self.learner!r}; a name of 1 to 64 printable characters is needed"
            )
        for name, value, high in (
            ("minutes", self.minutes, 24 * 60),
            ("new_per_day", self.daily_new, 9999),
            ("reviews_per_day", self.reviews_per_day, 9999),
        ):
            if not 0 <= value <= high:
                raise SettingsError(f"{name}: got {value}; a whole number, 0 to {high}, is needed")
