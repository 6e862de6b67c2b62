"""Where the columns of the printed event log stand: no word in them is broken as far as the page is wide."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from attrs import frozen

from crf.exchange.pages import marks, tokens, wrap
from crf.forms.events import DrugRelation, EventLine
from crf.text import say

EVENT_AT = 18.0
START, END, GRADE, SERIOUS, SPECIAL, DRUG, TREATMENT, TLT = 82.0, 74.0, 73.0, 43.0, 44.0, 33.2, 60.0, 37.8
FULL = 739.8  # text width the measures above were made for
LEAST_EVENT, LEAST_DRUG = 92.0, 26.0
BEFORE_TREATMENT = tokens.BOX + marks.LABEL_GAP
GUTTER = 6.0
SLACK = 0.1  # sums of points aren't exact


@frozen
class Places:
    """Where the columns begin, how wide a drug's is, and whether the study decides on TLT."""

    start: float
    end: float
    grade: float
    serious: float
    special: float
    drugs: float
    treatment: float
    tlt: float
    drug: float
    decides: bool


def places(width: float, lines: Sequence[EventLine], decides: bool) -> Places:
    """Columns from the right, narrower on a narrower page: what the drugs and the decision leave is the event's.

    Words are kept whole as far as the page is wide: those of events first, then treatments, then the drugs' names.
    """
    scale, drugs = min(width / FULL, 1.0), lines[0].drugs if lines else ()
    tlt = width - (TLT * scale if decides else 0.0)
    apart = 4.0 if drugs else 0.0
    rest = tlt - (SPECIAL + SERIOUS + GRADE + END + START) * scale - EVENT_AT - apart
    room = rest - LEAST_DRUG * scale * len(drugs)
    event = max(LEAST_EVENT, min(_event(lines), room - TREATMENT))
    told = _needed((line.treatment for line in lines), tokens.HINT) + BEFORE_TREATMENT + GUTTER
    wide = max(TREATMENT, min(told, room - event))
    named = max(DRUG * scale, _needed((short(drug) for drug in drugs), tokens.HINT) + GUTTER)
    drug = max(min(named, (rest - wide - event) / len(drugs)), 12.0) if drugs else DRUG
    treatment = tlt - wide
    first = treatment - drug * len(drugs) - apart
    special = first - SPECIAL * scale
    serious = special - SERIOUS * scale
    grade = serious - GRADE * scale
    end = grade - END * scale
    return Places(end - START * scale, end, grade, serious, special, first, treatment, tlt, drug, decides)


def _event(lines: Sequence[EventLine]) -> float:
    """How wide the column of events has to be for its words."""
    terms = _needed((line.term for line in lines), tokens.ANSWER, True)
    said = _needed((say("pages.log.reported", words=line.verbatim) for line in lines), tokens.TABLE)
    return max(terms, said) + GUTTER


def _needed(texts: Iterable[str], size: float, bold: bool = False) -> float:
    """How wide a column has to be that no word of these texts is broken."""
    return max((wrap.longest(text, size, bold) for text in texts), default=0.0) + SLACK


def short(drug: DrugRelation) -> str:
    """What stands over a drug's column."""
    return drug.short or drug.name or drug.code
