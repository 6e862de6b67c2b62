"""What makes the events of special interest sound: their CTCAE codes, and the item that grades them further."""

from __future__ import annotations

from collections.abc import Iterator

from crf.ctcae import dictionary
from crf.study.common_faults import doubles, nameable
from crf.study.faults import Told
from crf.study.model import Study
from crf.study.references import dangling
from crf.text import message


def special_faults(study: Study) -> Iterator[Told]:
    """All faults of the events of special interest."""
    yield from doubles((), "special", (one.id for one in study.specials))
    yield from nameable((), "special", (one.id for one in study.specials))
    chosen = [item.id for form in study.forms for item in form.items if item.type == "choice"]
    for one in study.specials:
        spot = (f"special {one.id}",)
        if not one.source.strip():
            yield (*spot, "source"), message("study.source.none", name=one.id)
        if not one.codes:
            yield (*spot, "codes"), message("study.special.codes", id=one.id)
        for code in one.codes:
            if dictionary().by_code(code) is None:
                yield (*spot, "codes"), message("study.special.code", code=code)
        if one.grade and one.grade not in chosen:
            yield (*spot, "grade"), dangling("study.item.none", one.grade, chosen)
