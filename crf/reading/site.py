"""The site itself: its own forms with how they stand, and the versions of the study this casebook was kept under."""

from __future__ import annotations

from attrs import frozen

from crf.clinical.dates import show_day
from crf.forms.context import Context
from crf.forms.ranges import span_of
from crf.forms.record import Place
from crf.forms.sets import set_days, set_fits
from crf.reading.history import role
from crf.reading.reader import Reader
from crf.reading.standing import cell_status
from crf.reading.views import CellStatus
from crf.text import say

TURNS = ("create", "amend")
"""Acts that put a version of the study in force."""


@frozen
class SiteForm:
    """A form of the whole site and how it stands."""

    place: Place
    name: str
    version: str
    status: CellStatus
    findings: int
    saved: str
    several: bool = False  # whether there may be more of it, of which one holds for a value
    fits: str = ""  # what this one holds for: laboratory, sex, ages
    days: str = ""  # the days it is in force


@frozen
class InForce:
    """A version of the study and since when this casebook is kept under it, by whom and why."""

    version: str
    since: str
    who: str
    reason: str


def site_forms(reader: Reader) -> tuple[SiteForm, ...]:
    """The forms of scope site in the order of the definition; empty where the study asks the site for nothing."""
    context = reader.context("", reader.instant())
    drafts = reader.draft_places("")
    places = [
        place
        for event in reader.study.events
        if event.kind == "site"
        for form in event.forms
        if reader.study.form(form).scope == "site"
        for place in _records(context, Place(event.id, form), [*context.data.records, *drafts])
    ]
    states = {one.place: one for one in reader.file.states("").get("", ())}
    acts = reader.file.last_acts("")
    drafts, context = reader.draft_places(""), reader.context("", reader.instant())
    found = []
    for place in places:
        form, state, act = reader.study.form(place.form), states.get(place), acts.get(place)
        status = cell_status(context, place, state, drafts.get(place, 0))
        saved = f"{show_day(act.local.date(), year=True)} {act.local:%H:%M}, {role(act)}" if act else ""
        name = form.short or form.name
        fits = " · ".join(filter(None, set_fits(context, place)))
        findings = state.findings if state else 0
        several = form.applies is not None
        days = set_days(context, place)
        found.append(SiteForm(place, name, form.version, status, findings, saved, several, fits, days))
    return tuple(found)


def _records(context: Context, first: Place, known: list[Place]) -> list[Place]:
    """The records of a form: one, or as many as were begun of a form of which one holds; the newest of a kind first."""
    applies = context.index.forms[first.form].applies
    if applies is None:
        return [first]
    places = list(dict.fromkeys(one for one in known if (one.event, one.form) == (first.event, first.form)))
    places.sort(key=lambda one: span_of(context, one, applies).first, reverse=True)
    return sorted(places, key=lambda one: set_fits(context, one)) or [first]


def versions(reader: Reader) -> tuple[InForce, ...]:
    """Every version of the study that was put in force, oldest first."""
    by_build = {build.fingerprint: build.version for build in reader.file.builds()}
    return tuple(
        InForce(
            by_build[act.build],
            f"{show_day(act.local.date(), year=True)} {act.local:%H:%M}",
            say("site.by", name=act.person.name, role=role(act)),
            act.reason,
        )
        for act in reader.file.acts(subject="")
        if act.verb in TURNS
    )
