"""Open findings, with the way to their fields."""

from __future__ import annotations

from crf.forms.context import Context
from crf.forms.lay_out import item_numbers
from crf.forms.proposal_words import CHECK
from crf.forms.record import Finding, Place
from crf.forms.schedule import visit
from crf.reading.reader import Reader
from crf.reading.views import FindingLine
from crf.text import say, tell


def open_findings(reader: Reader, uid: str | None = None) -> list[FindingLine]:
    """Findings nobody corrected or confirmed yet, of one subject or of all and the site; missing answers apart."""
    labels = {"": say("findings.of_site")} | {row.uid: row.label for row in reader.subjects() if not row.voided}
    contexts: dict[str, Context] = {}
    found = []
    for subject, place, finding in reader.file.findings(uid):
        if subject not in labels or not finding.open or finding.level == "missing":
            continue
        if subject not in contexts:
            contexts[subject] = reader.context(subject, reader.instant())
        form = reader.study.form(place.form)
        item = form.item(finding.item)
        question = f"{item_numbers(form)[item.id]} {item.ask}"
        found.append(
            FindingLine(
                subject,
                labels[subject],
                place,
                (finding.line, finding.item),
                visit_title(contexts[subject], place),
                form.short or form.name,
                question,
                tell(finding.message),
                finding.level,
            )
        )
    return sorted(found, key=lambda one: (bool(one.subject), one.label))


def open_proposals(reader: Reader, uid: str) -> list[tuple[Place, Finding]]:
    """The findings of a subject by which values propose events, or are at odds with one, and nobody decided yet."""
    found = reader.file.findings(uid)
    return [(place, one) for _, place, one in found if one.open and one.check.startswith(CHECK)]


def missing_coded(reader: Reader) -> list[FindingLine]:
    """Every item answered by a missing code, of all subjects: the code in words as the sentence; voided ones apart."""
    found = []
    for row in reader.subjects():
        if row.voided:
            continue
        context = reader.context(row.uid, reader.instant())
        for place, record in context.data.records.items():
            if 0 in record.voided or not reader.study.has_form(place.form):
                continue
            form = reader.study.form(place.form)
            asked = {item.id: item for item in form.items}
            for (line, id), answer in sorted(record.answers.items()):
                if answer.missing and id in asked and line not in record.voided:
                    where = (line, id)
                    question = f"{item_numbers(form)[id]} {asked[id].ask}"
                    told = say("findings.missing", question=question, code=say(f"missing.{answer.missing}"))
                    visit_ = visit_title(context, place)
                    name = form.short or form.name
                    found.append(FindingLine(row.uid, row.label, place, where, visit_, name, question, told, "missing"))
    return found


def visit_title(context: Context, place: Place) -> str:
    """The name of the visit a place belongs to, or of the log or site it stands in."""
    event = context.study.event(place.event)
    return event.name if event.kind in ("log", "site") else visit(context, place.event, place.event_key).name


def count_open(reader: Reader) -> int:
    """How many findings wait for a correction or a confirmation; advice apart."""
    live = {""} | {row.uid for row in reader.subjects() if not row.voided}
    return sum(
        uid in live and finding.open and finding.level in ("soft", "deviation")
        for uid, _, finding in reader.file.findings()
    )
