"""The site itself: its own forms with how they stand, and the versions of the study this casebook was kept under."""

from __future__ import annotations

from attrs import frozen

from crf.forms.record import Place
from crf.reading.form import show_day
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


@frozen
class InForce:
    """A version of the study and since when this casebook is kept under it, by whom and why."""

    version: str
    since: str
    who: str
    reason: str


def site_forms(reader: Reader) -> tuple[SiteForm, ...]:
    """The forms of scope site in the order of the definition; empty where the study asks the site for nothing."""
    places = [
        Place(event.id, form)
        for event in reader.study.events
        if event.kind == "site"
        for form in event.forms
        if reader.study.form(form).scope == "site"
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
        found.append(SiteForm(place, name, form.version, status, state.findings if state else 0, saved))
    return tuple(found)


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
