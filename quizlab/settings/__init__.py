"""One typed schema of settings: defaults < file < environment < flags."""

from quizlab.settings.schema import Settings, SettingsError
from quizlab.settings.sources import changed, load, save

__all__ = ["Settings", "SettingsError", "changed", "load", "save"]
