"""Widgets that more than one screen, or one screen in a testable way, uses."""
