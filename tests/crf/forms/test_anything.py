"""Whatever is typed into the forms of NK-ACT, a page comes out: nothing raises, nothing is lost, all is in words."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from crf.forms.advance import advance
from crf.forms.assess import assess
from crf.forms.context import Context
from crf.forms.event_log import FORM, event_line
from crf.forms.lay_out import lay_out
from crf.forms.record import Edit, Place, Record, SubjectData
from crf.forms.schedule import visits
from crf.study.model import Item
from crf.text import tell
from tests.crf.forms.nkact import LATE, ZONE, nkact

ODD = (
    "0",
    "-5",
    "1e27",
    "1e-20",
    "0.1",
    "63.5",
    "1.500",
    "9" * 28,
    "TEST",
    "NaN",
    "Y",
    "N",
    "UNK",
    "ND",
    "2026-03-09",
    "31.12.2199",
    "1.1.1900",
)
DATES = (
    "2026",
    "UN-MAR-2026",
    "3/4/2026",
    "t",
    "29-FEB-2024",
    "10.3.2026",
    "08:00",
    "2400",
    "23:59",
    "L",
    "M",
    "5e7",
    "10016558",
    "5",
)


def texts(item: Item) -> st.SearchStrategy[str]:
    """What somebody may type: something right, something odd, anything."""
    codes = (
        [one.code for one in nkact().codelist(item.codelist).choices]
        if item.codelist
        else ["60", "2026-03-09", "09:00"]
    )
    return st.sampled_from(codes) | st.sampled_from((*ODD, *DATES)) | st.text(max_size=12)


PLACES = [
    Place(event.id, form, form_key="a" if form == FORM else "") for event in nkact().events for form in event.forms
]


@st.composite
def edits(draw: st.DrawFn) -> list[tuple[Place, Edit]]:
    """Answers typed here and there."""
    found = []
    for place in draw(st.lists(st.sampled_from(PLACES), min_size=1, max_size=4)):
        form = nkact().form(place.form)
        for item in draw(st.lists(st.sampled_from(form.items), min_size=1, max_size=8)):
            line = draw(st.integers(1, 2)) if form.group_of(item.id).repeats else 0
            found.append((place, Edit(line, item.id, draw(texts(item)))))
    return found


@given(edits(), st.booleans())
def test_a_page_comes_out_of_whatever_is_typed(typed: list[tuple[Place, Edit]], propose: bool) -> None:
    context = Context(nkact(), SubjectData(), LATE, ZONE)
    for place, edit in typed:
        step = advance(place, context.data.at(place), edit, context, propose)
        context = context.with_record(place, step.record)
        where = (edit.line, edit.item)
        item = context.items[place.form][edit.item]
        kept = where in step.record.drafts or where in step.record.answers
        assert kept or item.method or item.type == "note"
    done = assess(context)
    context = Context(nkact(), done.data, LATE, ZONE)
    assert visits(context)
    for place, step in done.steps.items():
        page = lay_out(nkact().form(place.form), place, step, context)
        assert all(field.question for field in page.fields)
        assert all(tell(one.message) for one in step.findings)
        if place.form == FORM:
            assert event_line(context, place, 1, step).number == 1


@given(edits())
def test_assessing_a_second_time_changes_nothing(typed: list[tuple[Place, Edit]]) -> None:
    context = Context(nkact(), SubjectData(), LATE, ZONE)
    for place, edit in typed:
        context = context.with_record(place, advance(place, context.data.at(place), edit, context).record)
    done = assess(context)
    again = assess(Context(nkact(), done.data, LATE, ZONE))
    assert again == done


@given(edits(), st.randoms(use_true_random=False))
def test_the_order_of_entry_changes_nothing(typed: list[tuple[Place, Edit]], shuffle: st.DrawFn) -> None:
    last = {(place, edit.line, edit.item): (place, edit) for place, edit in typed}
    orders = [list(last.values()), list(last.values())]
    shuffle.shuffle(orders[1])  # type: ignore[attr-defined]
    found = []
    for order in orders:
        context = Context(nkact(), SubjectData(), LATE, ZONE)
        for place, edit in order:
            context = context.with_record(place, advance(place, context.data.at(place), edit, context).record)
        found.append({place: shown(one) for place, one in assess(context).data.records.items()})
    assert found[0] == found[1]


def shown(record: Record) -> dict[object, object]:
    """What stands in a record, blank answers left out: they tell only that something stood there once."""
    return {where: one for where, one in record.answers.items() if not one.blank}
