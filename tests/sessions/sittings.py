"""Sittings over a workspace, for the tests of this folder."""

from random import Random

from quizlab.domain.events import EventKind
from quizlab.domain.query import Query
from quizlab.sessions.study import Study


def study_of(workspace, **query):
    return Study(
        library=workspace.library,
        verifiers=workspace.verifiers,
        progress=workspace.progress,
        query=Query(**query),
        settings=workspace.settings,
        dice=Random(1),
    )


def until(study, card):
    """Ask on until `card` is on screen, burying what comes before."""
    asked = study.next()
    while asked is not None and asked.question.card != card:
        study.bury()
        asked = study.next()
    assert asked is not None
    return asked.question


def reviews(workspace, card):
    return [e for e in workspace.store.events_of(card) if e.kind is EventKind.REVIEW]
