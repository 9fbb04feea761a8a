"""Compile the schema and every statement into `sql.py`: ``python -m quizlab.store.generate``.

SQLAlchemy costs as much time at start-up as the rest of quizlab together, and its compiled text
never changes between two runs. So it works here, once, before shipping, and a session imports
sqlite3 alone. A test holds `sql.py` equal to what this module makes.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy.dialects.sqlite.base import SQLiteCompiler
from sqlalchemy.dialects.sqlite.pysqlite import SQLiteDialect_pysqlite
from sqlalchemy.schema import CreateIndex, CreateTable
from sqlalchemy.sql import ClauseElement, Insert

from quizlab.store import content_statements, derived_statements, progress_statements
from quizlab.store.schema import metadata

if TYPE_CHECKING:
    from types import ModuleType

    from sqlalchemy import Select

TARGET = Path(__file__).with_name("sql.py")

_HEADER = '''"""The statements of the store as SQLite reads them.

Written by ``python -m quizlab.store.generate`` from the SQLAlchemy Core constructs in `schema`,
`progress_statements`, `content_statements` and `derived_statements`: change those, not this.
Parameters of a plain INSERT are positional, in the order of the table's columns; all others are
named.
"""

from typing import Final
'''


class _Compiler(SQLiteCompiler):
    """SQLite's compiler, less the ``OFFSET 0`` whose zero would be one more parameter."""

    def limit_clause(self, select: Select[Any], **kw: Any) -> str:  # noqa: ANN401 (its signature)
        """Return the LIMIT of `select`."""
        limit = select._limit_clause  # noqa: SLF001 (its only way)
        return "" if limit is None else f" LIMIT {self.process(limit, **kw)}"


def _tidy(text: str) -> str:
    return "\n".join(line.rstrip() for line in text.strip().splitlines() if line.strip())


def schema_script() -> tuple[str, ...]:
    """Return the statements that create an empty database of the present schema."""
    dialect = SQLiteDialect_pysqlite()
    made: list[str] = []
    for table in metadata.sorted_tables:
        made.append(str(CreateTable(table).compile(dialect=dialect)))
        made.extend(
            str(CreateIndex(index).compile(dialect=dialect))
            for index in sorted(table.indexes, key=lambda index: str(index.name))
        )
    return tuple(_tidy(statement) for statement in made)


def compile_statement(statement: ClauseElement) -> str:
    """Return the text of one statement.

    Raises:
        ValueError: It holds a value of its own, which SQLite would get as a parameter.
    """
    bulk = isinstance(statement, Insert) and statement.select is None
    dialect = SQLiteDialect_pysqlite(paramstyle="qmark" if bulk else "named")
    dialect.statement_compiler = _Compiler
    compiled = statement.compile(dialect=dialect)
    if not isinstance(compiled, SQLiteCompiler):
        raise TypeError(compiled)
    stray = [name for name, bind in compiled.binds.items() if bind.value is not None]
    if stray:
        msg = f"{stray} must stand as literals or named parameters in: {compiled}"
        raise ValueError(msg)
    return _tidy(str(compiled))


def statements(module: ModuleType) -> dict[str, str]:
    """Return the text of each public statement of `module`, by name."""
    return {
        name: compile_statement(value)
        for name, value in vars(module).items()
        if name.isupper() and not name.startswith("_") and isinstance(value, ClauseElement)
    }


def generate() -> str:
    """Return the whole of `sql.py`."""
    lines = [_HEADER]
    create = "\n;\n".join(schema_script())
    lines.append(f'CREATE: Final = """\\\n{create}\n"""\n')
    for module in (content_statements, progress_statements, derived_statements):
        lines.extend(
            f'{name}: Final = """\\\n{text}\n"""\n' for name, text in statements(module).items()
        )
    return "\n".join(lines)


if __name__ == "__main__":
    TARGET.write_text(generate(), encoding="utf-8")
