"""Turns of phrase that the statements share."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import Integer, bindparam, func, literal_column

if TYPE_CHECKING:
    from sqlalchemy import BindParameter, ColumnElement, Table
    from sqlalchemy.sql.selectable import TableValuedAlias


def fixed(number: int) -> ColumnElement[int]:
    """Return `number` as a literal of the statement."""
    return literal_column(str(number), Integer)


def word(text: str) -> ColumnElement[str]:
    """Return `text`, which we wrote ourselves, as a literal of the statement."""
    return literal_column(f"'{text}'")


def given(name: str) -> BindParameter[Any]:
    """Return the parameter `name`."""
    return bindparam(name)


def listed(name: str) -> TableValuedAlias:
    """Return the parameter `name`, a JSON array, as a table of one column ``value``.

    So a statement stays one text, compiled once, however long the list is.
    """
    return func.json_each(given(name)).table_valued("value", name=f"given_{name}")


def matching(table: Table, *names: str) -> tuple[ColumnElement[bool], ...]:
    """Return the conditions that each named column equals the parameter of its name."""
    return tuple(table.c[name] == given(name) for name in names)
