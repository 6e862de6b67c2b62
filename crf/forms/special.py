"""Events of special interest: what the definition counts as one."""

from __future__ import annotations

from crf.study.model import Special, Study


def special_of(study: Study, code: str, words: str) -> Special | None:
    """The special interest of a CTCAE code, first of the definition; None for none.

    Where the definition names words ("Other, specify" terms), one of them must stand in the words reported.
    """
    said = words.casefold()
    for one in study.specials:
        if code in one.codes and (not one.words or any(word.casefold() in said for word in one.words)):
            return one
    return None
