"""The question for a network's parameters in words, and its worked steps."""

from __future__ import annotations

from typing import TYPE_CHECKING

from quizlab.verify import rounded
from quizlab_verifiers.maths.networks import totals
from quizlab_verifiers.maths.networks.layers import Convolution, TransposedConvolution
from quizlab_verifiers.networks import inside, known, versions
from quizlab_verifiers.networks.classes import classes_of, counted_for, task
from quizlab_verifiers.networks.naming import named
from quizlab_verifiers.networks.parameters_asked import is_fresh, tally_of
from quizlab_verifiers.networks.tally import Weighted, heads
from quizlab_verifiers.notation import digits, shape
from quizlab_verifiers.wording import listed, table

if TYPE_CHECKING:
    from quizlab_verifiers.networks.parameters_asked import ParametersAsked
    from quizlab_verifiers.networks.tally import Tally

_MOST_ROWS = 10
"""Rows of the table; of more modules the smallest become one row."""

_MOST_HEADS = 3
"""Layers that score classes whose arithmetic is shown."""

_DOES = {
    "classification": "tells {} apart",
    "segmentation": "gives each pixel one of {}",
    "detection": "finds objects of {}",
}


def prompt(v: ParametersAsked) -> str:
    """Ask for the parameters of the usual network, or of one with a new last layer."""
    usual, fresh = known.usual_classes(v.network), is_fresh(v)
    does = _DOES[task(v.network)].format(counted_for(v.network, usual)).removesuffix(",")
    said = (
        f"{named(v.network)} {'usually ' * fresh}reads images of "
        f"${shape(known.usual_input(v.network))}$ and {does}."
    )
    if version := versions.which(v.network):
        said += f" {version}"
    if not fresh:
        return f"{said}\n\nHow many parameters does it have?"
    several = len(heads(v.network)) > 1
    layers = "The layers that depend on the classes are" if several else "Now its last layer is"
    new = counted_for(v.network, classes_of(v.network, v.classes)).removesuffix(",")
    return (
        f"{said} {layers} replaced by {'new ones' if several else 'a new one'} for {new}.\n\n"
        "How many parameters does the whole network have now?"
    )


def explain(v: ParametersAsked) -> tuple[str, ...]:
    """Say what a layer holds, show where the parameters lie, work the last layer, add."""
    steps = [_method(v), _where_they_lie(v), _kinds(tally_of(v))]
    if heads(v.network):
        steps.append(_head(v))
    return *steps, _together(v)


def _method(v: ParametersAsked) -> str:
    formulas = (
        "Count layer by layer; how large the image is plays no role where kernels slide. With $C$ "
        "input and $K$ output channels and $g$ groups:\n\n"
        "- convolution: $K \\cdot C / g \\cdot k^2$ weights, and $K$ biases if no batch norm "
        "follows\n"
        "- fully connected: in · out weights and out biases\n"
        "- batch norm: $2C$, a scale and a shift for each channel"
    )
    if not is_fresh(v):
        return formulas
    return (
        f"{formulas}\n\nOnly what scores the classes changes with them: take the old last layer "
        "off, and put the new one on."
    )


def _where_they_lie(v: ParametersAsked) -> str:
    steps = known.steps(v.network, classes_of(v.network, v.classes))
    all_modules = {
        stage: totals.parameters([steps[place] for place in places])
        for stage, places in inside.by_stage(v.network, range(len(steps))).items()
    }
    modules = {stage: held for stage, held in all_modules.items() if held}
    total = sum(modules.values())
    most = len(modules) if len(modules) <= _MOST_ROWS else _MOST_ROWS - 1
    kept = set(sorted(modules, key=lambda one: -modules[one])[:most])
    rows = [(f"`{one}`", held) for one, held in modules.items() if one in kept]
    rest = [held for one, held in modules.items() if one not in kept]
    if rest:
        rows.append((f"{len(rest)} smaller", sum(rest)))
    cells = [(one, f"{held:,}", _share(held, total)) for one, held in rows]
    shown = table(("module", "parameters", "share"), cells, counts=2)
    return f"Its modules hold, as `quizlab model` lists them:\n\n{shown}\n\n{_largest(v)}"


def _largest(v: ParametersAsked) -> str:
    """Work the layer that holds most, where it is not the last one, which is worked later."""
    steps, scoring = known.steps(v.network), heads(v.network)
    layers = [
        (step.layer, step.module)
        for place, step in enumerate(steps)
        if isinstance(step.layer, Weighted) and not step.again and place not in scoring
    ]
    layer, module = max(layers, key=lambda one: one[0].parameters())
    first = "Before the scores the largest layer is" if scoring else "The largest layer is"
    worked = f"{_product(layer)} = {digits(layer.parameters())}"
    return f"{first} `{module}`: ${worked}$."


def _share(held: int, total: int) -> str:
    percent = 100 * held / total
    return f"{percent:.0f} %" if percent >= 1 else "< 1 %"


def _kinds(found: Tally) -> str:
    kinds = (
        (found.convolutions, "weights of convolutions"),
        (found.linears, "weights of fully connected layers"),
        (found.biases, "biases"),
        (found.norms, "scales and shifts of batch norms"),
        (found.others, "other scales and shifts"),
    )
    parts = [f"${digits(held)}$ {kind}" for held, kind in kinds if held]
    return f"By kind these are {listed(parts)}."


def _head(v: ParametersAsked) -> str:
    classes = classes_of(v.network, v.classes)
    steps, head = known.steps(v.network, classes), tally_of(v).head
    layers = [(steps[place].module, steps[place].layer) for place in heads(v.network)]
    if len(layers) > _MOST_HEADS:
        return (
            f"{len(layers)} layers grow with the classes, from `{layers[0][0]}` on. For "
            f"{counted_for(v.network, classes)} they hold ${digits(head)}$ parameters together."
        )
    lines = [
        f"- `{module}`: ${_product(layer)} = {digits(layer.parameters())}$"
        for module, layer in layers
        if isinstance(layer, Weighted)
    ]
    what = "these layers hold" if len(lines) > 1 else "the layer that scores them holds"
    before = f"For {counted_for(v.network, classes)} {what}, inputs times outputs and biases:"
    if task(v.network) == "detection":
        before = f"Scores and offsets of all boxes are outputs. {before}"
    return "\n".join([before, "", *lines])


def _product(layer: Weighted) -> str:
    r"""Return the arithmetic of a layer: ``512 \cdot 3 \cdot 3 \cdot 512 + 512``."""
    factors = [layer.inputs]
    if isinstance(layer, Convolution | TransposedConvolution):
        factors = [layer.inputs // layer.groups]
        factors += [side for side in layer.kernel if max(layer.kernel) > 1]
    biases = f" + {digits(layer.outputs)}" if layer.bias else ""
    return " \\cdot ".join(map(digits, [*factors, layer.outputs])) + biases


def _together(v: ParametersAsked) -> str:
    found = tally_of(v)
    total = digits(found.total)
    if not found.head:
        return f"Together that makes ${total}$ parameters, about {_about(found.total)}."
    rest = digits(found.total - found.head)
    before = (
        f"All else keeps its ${rest}$ parameters"
        if is_fresh(v)
        else f"All layers before it hold ${rest}$ parameters"
    )
    if len(heads(v.network)) > 1:
        before = before.replace("layers before it", "other layers")
    return (
        f"{before}, so together there are\n\n$${rest} + {digits(found.head)} = {total}$$\n\n"
        f"parameters, about {_about(found.total)}."
    )


def _about(number: int) -> str:
    """Return a count with three figures: 25.6 M."""
    return f"{rounded(number / 10**6)} M" if number >= 10**6 else f"{rounded(number / 10**3)} k"
