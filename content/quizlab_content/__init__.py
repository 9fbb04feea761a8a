"""The decks that come with quizlab: Markdown files under `decks/`, one folder a topic."""
