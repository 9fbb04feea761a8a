"""The public contract of verifiers: parameters, answers, drawing, auditing. Standard library only."""

from typing import TYPE_CHECKING

from quizlab.domain.lazily import exports

if TYPE_CHECKING:
    from quizlab.verify.answer_type import AnswerType, Value
    from quizlab.verify.answering import (
        answers,
        by_part,
        differs,
        followed,
        misconception_answers,
        told_apart,
    )
    from quizlab.verify.audit_report import AuditReport, Problem
    from quizlab.verify.auditing import audit
    from quizlab.verify.binding import (
        bind,
        bind_overrides,
        check,
        parameters_of,
        plain,
        plain_answers,
        texts,
    )
    from quizlab.verify.choice import ChoiceOf, OrderOf
    from quizlab.verify.count import Count
    from quizlab.verify.drawing import (
        Variant,
        draw,
        draw_distinct,
        draw_variant,
        legal_space,
        sample,
    )
    from quizlab.verify.draws import Draws, Generated
    from quizlab.verify.faults import Fault, InvalidAnswer, shown
    from quizlab.verify.fields_type import Fields, Place
    from quizlab.verify.golden import golden_hash
    from quizlab.verify.layer_table import (
        LayerRow,
        LayerTable,
        Networks,
        NetworkSummary,
        PublishedFigure,
    )
    from quizlab.verify.list_type import ListOf
    from quizlab.verify.matrix_type import MatrixOf
    from quizlab.verify.number_reader import read_number
    from quizlab.verify.number_types import Number, Whole
    from quizlab.verify.numbers_text import format_number, in_words, rounded, thousands
    from quizlab.verify.numerals import Typed, exact
    from quizlab.verify.parameter_type import ParameterType
    from quizlab.verify.proving import Proof, missing_programs, prove
    from quizlab.verify.real import Real
    from quizlab.verify.shape import Shape
    from quizlab.verify.specs import NO_DEFAULT, ParameterSpec
    from quizlab.verify.spelling import nearest
    from quizlab.verify.text import TextOf, comparable
    from quizlab.verify.vector import Vector
    from quizlab.verify.verifier import Verifier
    from quizlab.verify.verifier_parts import (
        Agreement,
        Answered,
        AnswerPart,
        Misconception,
        Together,
    )
    from quizlab.verify.word_types import Flag, OneOf

__getattr__ = exports(
    __name__,
    {
        "answer_type": "AnswerType Value",
        "answering": "answers by_part differs followed misconception_answers told_apart",
        "binding": "bind bind_overrides check parameters_of plain plain_answers texts",
        "choice": "ChoiceOf OrderOf",
        "count": "Count",
        "drawing": "Variant draw draw_distinct draw_variant legal_space sample",
        "draws": "Draws Generated",
        "fields_type": "Fields Place",
        "faults": "Fault InvalidAnswer shown",
        "layer_table": "LayerRow LayerTable Networks NetworkSummary PublishedFigure",
        "list_type": "ListOf",
        "matrix_type": "MatrixOf",
        "number_reader": "read_number",
        "number_types": "Number Whole",
        "numbers_text": "format_number in_words rounded thousands",
        "numerals": "Typed exact",
        "parameter_type": "ParameterType",
        "proving": "Proof missing_programs prove",
        "real": "Real",
        "shape": "Shape",
        "specs": "NO_DEFAULT ParameterSpec",
        "spelling": "nearest",
        "text": "TextOf comparable",
        "vector": "Vector",
        "verifier": "Verifier",
        "verifier_parts": "Agreement Answered AnswerPart Misconception Together",
        "word_types": "Flag OneOf",
        "audit_report": "AuditReport Problem",
        "auditing": "audit",
        "golden": "golden_hash",
    },
)

__all__ = [
    "NO_DEFAULT",
    "Agreement",
    "AnswerPart",
    "AnswerType",
    "Answered",
    "AuditReport",
    "ChoiceOf",
    "Count",
    "Draws",
    "Fault",
    "Fields",
    "Flag",
    "Generated",
    "InvalidAnswer",
    "LayerRow",
    "LayerTable",
    "ListOf",
    "MatrixOf",
    "Misconception",
    "NetworkSummary",
    "Networks",
    "Number",
    "OneOf",
    "OrderOf",
    "ParameterSpec",
    "ParameterType",
    "Place",
    "Problem",
    "Proof",
    "PublishedFigure",
    "Real",
    "Shape",
    "TextOf",
    "Together",
    "Typed",
    "Value",
    "Variant",
    "Vector",
    "Verifier",
    "Whole",
    "answers",
    "audit",
    "bind",
    "bind_overrides",
    "by_part",
    "check",
    "comparable",
    "differs",
    "draw",
    "draw_distinct",
    "draw_variant",
    "exact",
    "followed",
    "format_number",
    "golden_hash",
    "in_words",
    "legal_space",
    "misconception_answers",
    "missing_programs",
    "nearest",
    "parameters_of",
    "plain",
    "plain_answers",
    "prove",
    "read_number",
    "rounded",
    "sample",
    "shown",
    "texts",
    "thousands",
    "told_apart",
]
