"""Alembic's environment: runs on the connection that `quizlab.store.upgrade` hands over.

A new revision: change `schema.py`, run ``python -m quizlab.store.generate``, write
``versions/NNNN_what_changes.py`` by hand, add NNNN to `quizlab.store.versions.REVISIONS`. The
tests then compare both roads.
"""

from alembic import context

from quizlab.store.schema import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    render_as_batch=True,
)
# No transaction of its own: `upgrade` holds one around all revisions.
context.run_migrations()
