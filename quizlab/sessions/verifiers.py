"""All verifiers that are installed, each imported when it is first asked for."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from quizlab import plugins
from quizlab.verify import Fault, Verifier

if TYPE_CHECKING:
    from collections.abc import Iterator

    from quizlab.plugins import Plugin


@contextmanager
def blamed(name: str) -> Iterator[None]:
    """Turn whatever the verifier called `name` raises into a fault: it is anybody's code.

    Raises:
        Fault: What was raised inside, or unknown-verifier with the reason.
    """
    try:
        yield
    except Fault:
        raise
    except Exception as error:
        raise Fault(
            "unknown-verifier",
            "",
            f"the verifier {name} is broken ({type(error).__name__}: {error}); "
            "report it to its author",
        ) from error


class Verifiers:
    """The verifiers of every installed package, by id."""

    def __init__(self) -> None:
        self._offers: dict[str, tuple[Plugin, str]] = {}
        self._made: dict[str, Verifier[Any]] = {}
        self._read = False
        self.faults: list[str] = []

    def ids(self) -> tuple[str, ...]:
        """All ids, sorted; imports no verifier."""
        self._catalogues()
        return tuple(sorted(self._offers))

    def get(self, name: str) -> Verifier[Any]:
        """Return the verifier called `name`.

        Raises:
            Fault: unknown-verifier, with the nearest id; or when its package is broken.
        """
        if name not in self._made:
            self._made[name] = self._make(name)
        return self._made[name]

    def _make(self, name: str) -> Verifier[Any]:
        self._catalogues()
        if name not in self._offers:
            from difflib import get_close_matches

            near = get_close_matches(name, self._offers, 1)
            hint = f"did you mean {near[0]!r}?" if near else "`quizlab verifiers` lists them all"
            raise Fault("unknown-verifier", "", f"there is no verifier {name!r}; {hint}")
        plugin, address = self._offers[name]
        try:
            made = plugins.load_object(plugin, address)()
        except plugins.PluginError as error:
            raise Fault("unknown-verifier", "", str(error)) from error
        except Exception as error:  # a plug-in may raise anything when it is called
            reason = f"{address} of the package {plugin.distribution} cannot be made: {error}"
            raise Fault("unknown-verifier", "", reason) from error
        if not isinstance(made, Verifier) or made.id != name:
            raise Fault(
                "unknown-verifier",
                "",
                f"{address} of the package {plugin.distribution} is not the verifier {name!r}",
            )
        return made

    def _catalogues(self) -> None:
        if self._read:
            return
        self._read = True
        for plugin in plugins.installed(plugins.VERIFIERS):
            try:
                offered = plugins.catalogue(plugin)
            except plugins.PluginError as error:
                self.faults.append(str(error))
                continue
            for name, address in offered.items():
                self._offers.setdefault(name, (plugin, address))
