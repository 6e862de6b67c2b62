"""The CTCAE v5.0 grade of a laboratory value: from its number, limits and baseline, and what else would decide."""

from __future__ import annotations

import operator
from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction

from attrs import frozen

from crf.ctcae.conversions import convert, unit, units
from crf.ctcae.criteria import Clause, NumericTerm, numeric_term, numeric_terms, official, terms_of
from crf.text import Message, message, say, unit_words

__all__ = ["Grading", "NumericTerm", "Reading", "grade", "numeric_term", "numeric_terms", "terms_of"]

DIGITS, SHOWN = 10, 5
"""A number of more digits than the first is told with as many as the second."""

_COMPARE: dict[str, Callable[[Fraction, Fraction], bool]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}


@frozen
class Reading:
    """One measured value with what it is judged by, all in the one unit `unit`.

    `abnormal`: whether the baseline lay beyond its own limit in the term's direction; None takes it from `baseline`
    and the limits. A record that is itself the baseline has `baseline` None and `abnormal` False: then clauses that
    compare with the baseline are not met, and those for a normal baseline count.
    `percent_change` from baseline (negative for a decrease) stands in where the baseline itself isn't known.
    """

    value: Decimal | None
    unit: str
    lln: Decimal | None = None
    uln: Decimal | None = None
    baseline: Decimal | None = None
    abnormal: bool | None = None
    percent_change: Decimal | None = None


@frozen
class Grading:
    """What a value means for a term: `grades` () can't be graded, (0,) no criterion met, (1, 2) a fact decides.

    `criterion` is NCI's whole text of the grade (of the lowest possible one above 0), `clause` the part of it that
    is met; both "" without one. `question` asks what decides between several grades. `why` names the clause met, or
    what is missing.
    """

    term: str
    grades: tuple[int, ...]
    criterion: str
    clause: str
    question: Message | None
    why: Message

    @property
    def sure(self) -> int | None:
        """The grade, where there is only one; None otherwise."""
        return self.grades[0] if len(self.grades) == 1 else None

    @property
    def worst(self) -> int | None:
        """The highest grade still possible; None where the value can't be graded."""
        return max(self.grades, default=None)


@frozen
class _Outcome:
    """The grade under one answer to the clinical fact; None where what is `missing` could still make it any."""

    grade: int | None
    clause: Clause | None
    unjudged: tuple[tuple[Clause, str], ...]


def grade(code: str, reading: Reading, *, quantity: str = "value", assume_worst: bool = False) -> Grading:
    """The grade of a reading for a term by its MedDRA code.

    `quantity` names the parameter where the term reads several ("Ionized calcium"; "value" is the first in its
    text). `assume_worst` answers the clinical fact, where one decides, with what gives the higher grade; it never
    invents a missing limit or baseline. A missing limit or baseline doesn't hinder a grade that another clause
    gives; `why` then says which clause of a higher grade wasn't judged.
    """
    term = numeric_term(code, "" if quantity == "value" else quantity)
    if term is None:
        return _nothing(code, message("grading.no_term", code=code, parameter=quantity))
    if lacking := _lacking(term, reading):
        return _nothing(code, lacking)
    wanted = _text_unit(term, reading.unit)
    clauses = [clause for clause in term.clauses if clause.unit in ("", wanted)]
    answers = ("no", "yes") if term.fact else ("",)
    outcomes = [_outcome(term, clauses, reading, answer) for answer in answers]
    if open_one := next((one for one in outcomes if one.grade is None), None):
        clause, missing = open_one.unjudged[0]
        return _nothing(code, message(f"grading.missing.{missing}", clause=clause.fragment))
    possible = sorted({one.grade: one for one in reversed(outcomes)}.values(), key=_grade_of)
    return _graded(term, reading, possible[-1:] if assume_worst else possible)


def _grade_of(outcome: _Outcome) -> int:
    return outcome.grade or 0


def _nothing(code: str, why: Message) -> Grading:
    return Grading(code, (), "", "", None, why)


def _lacking(term: NumericTerm, reading: Reading) -> Message | None:
    """Why a reading can't be graded at all: no number, or a unit that the text's figures can't be compared with."""
    if reading.value is None:
        return message("grading.no_value", parameter=term.parameter)
    if reading.value < 0:
        return message("grading.negative", parameter=term.parameter, value=_shown(reading, reading.value))
    if term.units and unit(term.analyte, reading.unit) is None:
        known = ", ".join(one.name for one in units(term.analyte))
        if not reading.unit.strip():
            return message("grading.no_unit", parameter=term.parameter, known=known)
        return message("grading.unit", parameter=term.parameter, unit=reading.unit, known=known)
    return None


def _text_unit(term: NumericTerm, written: str) -> str:
    """The unit of the text to grade by: the reading's own, else one a power of ten away, else the analyte's base unit.

    NCI rounds its figures unit by unit, so that no figure is converted where the text has one in the unit.
    """
    have = unit(term.analyte, written)
    if have is None or have.name in term.units:
        return have.name if have else ""
    others = [one for one in units(term.analyte) if one.name in term.units]
    near = [one for one in others if _power_of_ten(have.factor / one.factor)]
    return (near or others)[0].name


def _power_of_ten(ratio: Fraction) -> bool:
    return str(ratio.numerator * ratio.denominator).strip("0") == "1"


def _outcome(term: NumericTerm, clauses: list[Clause], reading: Reading, answer: str) -> _Outcome:
    """The highest grade a clause gives under an answer, and the clauses of still higher ones that can't be judged."""
    judged = [(clause, _met(term, clause, reading)) for clause in clauses if clause.when in ("", answer)]
    met = [clause for clause, found in judged if found is True]
    least = max((clause.grade for clause in met), default=0)
    highest = [clause for clause in met if clause.grade == least]
    # Of two ranges of one grade (lipase over 1.5 and, without symptoms, over 2.0) the farther one is told.
    alike = [clause for clause in highest if (clause.quantity, clause.refs) == (highest[0].quantity, highest[0].refs)]
    best = alike[-1] if alike else None
    unjudged = tuple((clause, found) for clause, found in judged if isinstance(found, str) and clause.grade > least)
    return _Outcome(None if best is None and unjudged else least, best, unjudged)


def _met(term: NumericTerm, clause: Clause, reading: Reading) -> bool | str:
    """Whether a reading meets a clause, or the name of what is missing to say."""
    if clause.needs_baseline and reading.baseline is None and reading.abnormal is False:
        return False
    given = _given(clause, reading)
    if given is False:
        return False
    compared = _compared(term, clause, reading)
    return compared if compared is False else given if isinstance(given, str) else compared


def _given(clause: Clause, reading: Reading) -> bool | str:
    """Whether the condition of a clause holds."""
    if not clause.given:
        return True
    if clause.given == "value below LLN":
        return _number(reading.value) < _number(reading.lln) if reading.lln is not None else "lln"
    abnormal = _abnormal(reading)
    return abnormal if isinstance(abnormal, str) else abnormal == (clause.given == "baseline abnormal")


def _abnormal(reading: Reading) -> bool | str:
    """Whether the baseline was above normal: the text asks it of values that rise only."""
    if reading.abnormal is not None:
        return reading.abnormal
    if reading.baseline is None:
        return "baseline_state"
    return reading.baseline > reading.uln if reading.uln is not None else "uln"


def _compared(term: NumericTerm, clause: Clause, reading: Reading) -> bool | str:
    """Whether the clause's quantity stands to its bound as the operator says."""
    found = _quantity(term, clause, reading)
    if isinstance(found, str):
        return found
    compare = _COMPARE[clause.op]
    if not clause.refs:
        return compare(found, clause.bound)
    missing = ""
    for ref in clause.refs:
        limit = {"ULN": reading.uln, "LLN": reading.lln, "BASELINE": reading.baseline}[ref]
        # Times a limit of 0 every value would be beyond it; a lower limit of 0 says that nothing is too low.
        if limit is None or (limit <= 0 and ref != "LLN"):
            missing = missing or ref.casefold()
        elif not compare(found, clause.bound * _in_text_unit(term, clause, reading, limit)):
            return False
    return missing or True


def _quantity(term: NumericTerm, clause: Clause, reading: Reading) -> Fraction | str:
    """The value, or how far it lies from a limit or from the baseline, in the clause's unit or in percent."""
    value = _in_text_unit(term, clause, reading, reading.value)
    if clause.quantity == "value":
        return value
    if clause.quantity == "above ULN":
        return value - _in_text_unit(term, clause, reading, reading.uln) if reading.uln is not None else "uln"
    if clause.quantity == "below LLN":
        return _in_text_unit(term, clause, reading, reading.lln) - value if reading.lln is not None else "lln"
    sign = 1 if clause.quantity.endswith("increase") else -1
    percent = clause.quantity.startswith("percent")
    if percent and reading.percent_change is not None:
        return sign * Fraction(reading.percent_change)
    if reading.baseline is None or (percent and reading.baseline <= 0):
        return "baseline"
    baseline = _in_text_unit(term, clause, reading, reading.baseline)
    return sign * (value - baseline) * (100 / baseline if percent else 1)


def _in_text_unit(term: NumericTerm, clause: Clause, reading: Reading, number: Decimal | None) -> Fraction:
    converted = convert(term.analyte, _number(number), reading.unit, clause.unit) if clause.unit else None
    return _number(number) if converted is None else converted


def _number(number: Decimal | None) -> Fraction:
    return Fraction(number or 0)


def _graded(term: NumericTerm, reading: Reading, possible: list[_Outcome]) -> Grading:
    grades = tuple(_grade_of(one) for one in possible)
    lowest = next((one.clause for one in possible if one.clause), None)
    if lowest is None:
        why = message("grading.none", term=term.name, value=_shown(reading, reading.value))
        return Grading(term.code, grades, "", "", None, why)
    question = message(f"grading.ask.{term.fact.replace(' ', '_')}") if len(grades) > 1 else None
    why = _several(reading, possible) if question else _one(reading, lowest, possible[0].unjudged)
    return Grading(term.code, grades, official(term.code, lowest.grade), lowest.fragment, question, why)


def _several(reading: Reading, possible: list[_Outcome]) -> Message:
    clauses = dict.fromkeys(one.clause.fragment for one in possible if one.clause)
    told = {"value": _shown(reading, reading.value), "clauses": "; ".join(clauses)}
    return message("grading.possible", **told, grades=" or ".join(str(_grade_of(one)) for one in possible))


def _one(reading: Reading, clause: Clause, unjudged: tuple[tuple[Clause, str], ...]) -> Message:
    told = {"value": _shown(reading, reading.value), "grade": clause.grade, "clause": clause.fragment}
    names = {*clause.refs, *clause.quantity.split(), "BASELINE" if clause.needs_baseline else ""}
    limits = {"BASELINE": reading.baseline, "ULN": reading.uln, "LLN": reading.lln}
    met = message("grading.met", **told)
    if against := next((name for name, limit in limits.items() if name in names and limit is not None), ""):
        met = message(f"grading.met.{against.casefold()}", **told, limit=_shown(reading, limits[against]))
    if not unjudged:
        return met
    other, missing = unjudged[0]
    lacking = say(f"grading.missing.{missing}", clause=other.fragment)
    return message("grading.part", met=met, grade=other.grade, lacking=lacking)


def _shown(reading: Reading, number: Decimal | None) -> str:
    """A number with its unit as people write it; a limit told in another unit has endless digits in this one."""
    told = number or Decimal(0)
    if len(told.as_tuple().digits) > DIGITS:
        told = told.quantize(Decimal(1).scaleb(told.adjusted() - SHOWN + 1))
    return f"{told:f} {unit_words(reading.unit)}".strip()
