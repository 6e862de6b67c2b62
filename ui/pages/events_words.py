"""The words of the event log: short dates, the count of events, what a judgement says, what a row says aloud."""

from __future__ import annotations

from collections.abc import Iterable

from crf.clinical.dates import MONTHS, PartialDate
from crf.forms.events import DrugRelation, EventLine, GradeSpan
from crf.forms.ongoing import Asked
from crf.reading.event_list import EventRow
from crf.text import say, tell
from ui.pages.picker_limits import criterion

TLT_TOKENS = {"yes": "red", "asked": "amber", "no": "text"}


def short_date(iso: str) -> str:
    """A date without its year: "05 MAR", "MAR", or "2026" where no more is known."""
    if not iso:
        return ""
    day = PartialDate.parse_iso(iso)
    if day.month is None:
        return str(day.year)
    month = MONTHS[day.month - 1]
    return month if day.day is None else f"{day.day:02} {month}"


def other_year(iso: str, year: int) -> str:
    """The year of a date that a short date hides and that isn't the present one."""
    return iso[:4] if len(iso) > 4 and iso[:4] != str(year) else ""


def under_date(iso: str, day: str, year: int) -> str:
    """What stands under a short date: its year where that isn't the present one, and the protocol day."""
    return " · ".join(part for part in (other_year(iso, year), day) if part)


def yes_no(answer: bool | None) -> str:
    """An answer as a word, a dash where there is none."""
    return "–" if answer is None else say("events.yes" if answer else "events.no")


def tlt(line: EventLine) -> str:
    """The TLT column's word."""
    return say(f"events.tlt.{line.tlt}")


def tlt_token(line: EventLine) -> str:
    """The colour of that word: muted where nothing had to be decided."""
    return TLT_TOKENS.get(line.tlt, "muted")


def asked_again(asked: Asked, year: int) -> tuple[str, str]:
    """The band's lead and sentence: which events are asked again, at which visit, since when."""
    one = len(asked.places) == 1
    lead = say("events.asked.one" if one else "events.asked", count=len(asked.places))
    since, day = (f"{short_date(one)} {other_year(one, year)}".strip() for one in map(str, (asked.since, asked.day)))
    return lead, say("events.asked.text", since=since, day=day, visit=asked.visit)


def asked(line: EventLine, year: int) -> str:
    """When and where an ongoing event was last said to go on; empty where it never was asked again."""
    if not line.asked:
        return ""
    day = f"{short_date(line.asked)} {other_year(line.asked, year)}".strip()
    return say("events.asked.on", day=day, visit=line.asked_at)


def summary(lines: Iterable[EventLine], shown: int | None = None) -> str:
    """5 events, 1 ongoing, none serious; voided ones are counted apart, and how many are shown where not all are."""
    lines = list(lines)
    held = [line for line in lines if not line.void]
    serious = sum(line.serious is True for line in held)
    parts = [
        say("events.count.one" if len(held) == 1 else "events.count", count=len(held)),
        say("events.ongoing_count", count=sum(line.ongoing is True for line in held)),
        say("events.serious_count", count=serious) if serious else say("events.none_serious"),
    ]
    if len(lines) > len(held):
        parts.append(say("events.voided_count", count=len(lines) - len(held)))
    if shown is not None and shown < len(lines):
        parts.append(say("events.shown_count", count=shown))
    return ", ".join(parts)


def grades(line: EventLine) -> str:
    """The grades in order: 3 → 1."""
    return " → ".join(str(span.grade) for span in line.grades) or "–"


def limit(span: GradeSpan) -> str:
    """The criterion of a grade in short: its limit with the unit, else NCI's words."""
    read = criterion(span.criterion).limit
    if read is None:
        return span.criterion
    return f"{read.lead} {read.bound} {read.unit} {read.note}".strip()


def related(drug: DrugRelation) -> str:
    """Whether a drug is related, in a word."""
    if drug.related is None:
        return say("events.not_answered" if drug.given else "events.not_given")
    return say("events.yes" if drug.related else "events.no")


def judgements(line: EventLine) -> list[tuple[str, str, str, str]]:
    """Caption, word, note and colour of each judgement."""
    on = say("events.tlt_day", day=line.tlt_day) if line.tlt_day is not None else ""
    ended = short_date(line.end)
    further, _, answer = line.further.partition(": ")
    open_ = say("events.not_answered")
    return [
        _yes_no(say("events.serious"), line.serious, ", ".join(line.seriousness)),
        (say("events.tlt"), say(f"events.tlt_long.{line.tlt}"), on, tlt_token(line)),
        _yes_no(say("events.special"), line.special, line.interest if line.special else ""),
        *([(further, answer, "", "text")] if answer else []),
        (say("events.treatment"), line.treatment or open_, "", "text" if line.treatment else "muted"),
        (say("events.outcome"), line.outcome or open_, ended, "text" if line.outcome else "muted"),
        *([(say("events.unconfirmed"), str(line.unconfirmed), "", "amber")] if line.unconfirmed else []),
    ]


def _yes_no(caption: str, answer: bool | None, note: str) -> tuple[str, str, str, str]:
    if answer is None:
        return caption, say("events.not_answered"), "", "muted"
    return caption, yes_no(answer), note, "text"


def aloud(row: EventRow) -> str:
    """A row as a screen reader says it."""
    line = row.line
    parts = [row.label, f"{line.number}", line.term or line.verbatim, say("events.aloud_grade", grades=grades(line))]
    if line.void:
        parts.append(say("events.voided", reason=line.void))
    parts += [say("missing.UNK") if line.unknown else f"{short_date(line.start)} {line.start_day}".strip()]
    parts.append(say("events.ongoing") if line.ongoing else f"{short_date(line.end)} {line.end_day}".strip())
    parts.append(f"{say('events.sae')} {yes_no(line.serious)}")
    names = ", ".join(drug.name for drug in line.drugs if drug.related)
    parts.append(say("events.aloud_related", names=names) if names else "")
    parts.append(f"{say('events.tlt')} {tlt(line)}")
    parts.append(say("events.aloud_special", name=line.interest) if line.special and line.interest else "")
    parts.append(line.further)
    parts.append(row.clock)
    return ", ".join(part for part in parts if part)


def findings(line: EventLine) -> list[tuple[str, str]]:
    """Level and words of the open findings of an event; questions not answered yet show by its status."""
    return [(one.level, tell(one.message)) for one in line.findings if one.open and one.level != "missing"]
