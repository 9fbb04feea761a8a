"""Alembic revisions, shipped as package data; see `quizlab.store.upgrade`."""
