"""From a card to a question with its key: variants are drawn, facts computed, options shuffled."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from quizlab.domain.cards import (
    AnswerField,
    ComputeField,
    Kind,
    OrderField,
    RunField,
)
from quizlab.domain.document import CodeBlock, ListBlock, ListItem, MathBlock, Paragraph, Text
from quizlab.domain.questions import Choice, Entry, Part, Question
from quizlab.sessions.asked import Asked, Drawn, PartKey, Variety, keys_of, still_legal
from quizlab.sessions.choices import label, labels_of
from quizlab.sessions.verifiers import blamed

if TYPE_CHECKING:
    from random import Random

    from quizlab.domain.cards import Card
    from quizlab.domain.document import Block
    from quizlab.sessions.facts import Facts
    from quizlab.sessions.verifiers import Verifiers
    from quizlab.verify import AnswerType, Value

ONLY = "answer"
MATHS = "maths"


class Examiner:
    """Makes questions of cards."""

    def __init__(
        self, verifiers: Verifiers, facts: Facts, dice: Random, language: str = "en"
    ) -> None:
        self._verifiers = verifiers
        self._facts = facts
        self._dice = dice
        self._language = language

    def ask(self, card: Card, side: int = 1, variety: Variety | None = None) -> Asked:
        """Return a question about `card`.

        Raises:
            Fault: When a fact or a variant of the card cannot be computed.
        """
        base = self._base(card, side)
        match card.field:
            case ComputeField():
                with blamed(card.field.verifier):
                    return self._computed(card.field, base, variety or Variety())
            case AnswerField():
                return self._typed(card.field, base)
            case OrderField(items):
                return self._ordered(items, base)
            case RunField():
                return self._program(card.field, base)
            case None:
                pass
        if card.kind is Kind.CHOICE:
            return self._choice(card, base)
        if card.kind is Kind.CLOZE:
            return self._cloze(card, base)
        return Asked(base)

    def _base(self, card: Card, side: int) -> Question:
        heading = self._facts.inlines(card.heading)
        prompt = self._facts.blocks(card.prompt)
        answer = self._facts.blocks(card.answer)
        if side == 2:
            # The definition is asked, the term is the answer.
            heading, prompt, answer = (
                (Text("Which term is meant?"),),
                answer,
                (Paragraph(heading), *prompt),
            )
        return Question(
            card=card.text.key,
            side=side,
            deck=card.text.deck,
            deck_name=card.text.deck_name,
            kind=card.kind,
            heading=heading,
            prompt=prompt,
            answer=answer,
            points=tuple(self._facts.inlines(point) for point in card.points),
            sources=card.sources,
        )

    def _computed(self, field: ComputeField, base: Question, variety: Variety) -> Asked:
        from quizlab import decks, verify

        verifier = self._verifiers.get(field.verifier)
        overrides = verify.bind_overrides(verifier, field.overrides)
        seed = self._dice.getrandbits(48)
        avoid = still_legal(verifier, variety.avoid)
        drawn = verify.draw(verifier, seed, overrides=overrides, prefer=variety.prefer, avoid=avoid)
        steps = [decks.read_markdown(s) for s in verifier.explain(drawn, self._language)]
        several = len(verifier.parts) > 1
        question = replace(
            base,
            prompt=(
                *base.prompt,
                *decks.read_markdown(verifier.prompt(drawn, self._language)),
            ),
            convention=verifier.convention,
            parts=tuple(
                Part(
                    part.name,
                    Entry.TYPED,
                    label=(part.label or part.name) if several else part.label,
                    expects=part.answer.expects,
                    unit=part.unit,
                )
                for part in verifier.parts
            ),
            answer=(*(block for step in steps for block in step), *base.answer),
            hints=tuple(steps[:-1]),
            verifier=verifier.id,
        )
        record = Drawn(
            verifier.id,
            verifier.version,
            seed,
            verify.plain(verifier, drawn),
            verify.told_apart(verifier, drawn),
        )
        return Asked(question, keys_of(verifier, drawn, self._language), record)

    def _typed(self, field: AnswerField, base: Question) -> Asked:
        from quizlab.verify import Count, Real, TextOf

        answer: AnswerType
        truth: Value
        if field.value is None:
            answer, truth = TextOf.for_accepted(field.accept, code=field.code), field.accept
        elif field.tolerance is None:
            answer = Count(magnitudes=field.magnitudes)
            truth = answer.parse(field.value)
        else:
            answer = Real(field.tolerance, field.floor, magnitudes=field.magnitudes)
            truth = answer.parse(field.value)
        part = Part(ONLY, Entry.TYPED, expects=answer.expects, unit=field.unit)
        return Asked(replace(base, parts=(part,)), (PartKey(ONLY, answer, truth),))

    def _program(self, field: RunField, base: Question) -> Asked:
        from quizlab.verify import TextOf

        answer = TextOf(code=True)
        shown = CodeBlock(field.program.rstrip("\n"), field.language)
        output = CodeBlock(field.output.rstrip("\n"))
        question = replace(
            base,
            prompt=(*base.prompt, shown),
            parts=(Part(ONLY, Entry.TYPED, expects="what the program prints"),),
            answer=(output, *base.answer),
        )
        return Asked(question, (PartKey(ONLY, answer, (field.output.strip(),)),))

    def _ordered(self, items: tuple[str, ...], base: Question) -> Asked:
        from quizlab import decks
        from quizlab.verify import OrderOf

        choices = [
            Choice(key, _inlines_of(decks.read_markdown(item)))
            for key, item in zip(map(label, range(len(items))), items, strict=True)
        ]
        right = tuple(choice.key for choice in choices)
        self._dice.shuffle(choices)
        part = Part(
            ONLY, Entry.ORDER, expects="the letters in order", choices=tuple(choices), many=True
        )
        in_order = [Paragraph((Text(f"{n}. "), *c.children)) for n, c in _numbered(choices, right)]
        question = replace(base, parts=(part,), answer=(*in_order, *base.answer))
        shown_right = labels_of(choices, right)
        answer = OrderOf(tuple(sorted(shown_right)))
        return Asked(question, (PartKey(ONLY, answer, shown_right),))

    def _choice(self, card: Card, base: Question) -> Asked:
        from quizlab.verify import ChoiceOf

        right = tuple(option.key for option in card.options if option.right)
        choices = [
            Choice(
                option.key,
                self._facts.inlines(option.children),
                self._facts.blocks(option.explanation),
            )
            for option in card.options
        ]
        self._dice.shuffle(choices)
        many = len(right) > 1
        part = Part(
            ONLY,
            Entry.CHOICE,
            expects="all that hold" if many else "one of them",
            choices=tuple(choices),
            many=many,
        )
        shown = ListBlock(
            tuple(
                ListItem((Paragraph(choice.children), *choice.explanation), choice.key in right)
                for choice in choices
            )
        )
        base = replace(base, answer=(shown, *base.answer))
        answer = ChoiceOf(tuple(label(place) for place in range(len(choices))), many=many)
        shown_right = tuple(sorted(labels_of(choices, right)))
        truth: Value = shown_right if many else shown_right[0]
        return Asked(replace(base, parts=(part,)), (PartKey(ONLY, answer, truth),))

    def _cloze(self, card: Card, base: Question) -> Asked:
        from quizlab.verify import TextOf

        typed = [blank for blank in card.blanks if not blank.maths]
        parts = [Part(str(blank.number), Entry.TYPED, label=f"[{blank.number}]") for blank in typed]
        keys = tuple(
            PartKey(
                str(blank.number),
                TextOf.for_accepted((blank.text,), code=blank.code),
                (blank.text,),
            )
            for blank in typed
        )
        if len(typed) < len(card.blanks):
            parts.append(Part(MATHS, Entry.SELF))
        return Asked(replace(base, parts=tuple(parts)), keys)


def _numbered(choices: list[Choice], right: tuple[str, ...]) -> list[tuple[int, Choice]]:
    by_key = {choice.key: choice for choice in choices}
    return [(number, by_key[key]) for number, key in enumerate(right, start=1)]


def _inlines_of(blocks: tuple[Block, ...]) -> tuple[Any, ...]:
    """The inlines of a one-line text; anything else is shown as its source."""
    first = blocks[0] if blocks else Paragraph(())
    if isinstance(first, Paragraph):
        return first.children
    return (Text(first.source if isinstance(first, MathBlock) else str(first)),)
