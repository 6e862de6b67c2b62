"""How a typed word and NCI's word are the same: case, accents, British against American spelling, plain words."""

from __future__ import annotations

import re
import unicodedata
from functools import cache

WORD = re.compile(r"[a-z0-9]+")

# American pattern, British spelling. The lookbehinds keep a second rule off what a first one has already turned.
BRITISH = tuple(
    (re.compile(american), british)
    for american, british in (
        ("hem", "haem"),
        ("(?<!a)emi(?=[ac])", "aemi"),
        ("(?<!o)edem", "oedem"),
        ("(?<!o)esoph", "oesoph"),
        ("rrhe", "rrhoe"),
        ("pne(?=a)", "pnoe"),
        ("(?<!a)esthe", "aesthe"),
        ("cec(?=a|u)", "caec"),
        ("fec(?=a|e)", "faec"),
        ("fet(?=al|us)", "foet"),
        ("gynec", "gynaec"),
        ("(?<!o)estro", "oestro"),
        ("tumor", "tumour"),
        ("color", "colour"),
        ("odor", "odour"),
        ("behavior", "behaviour"),
        ("pediatr", "paediatr"),
        ("celiac", "coeliac"),
        ("penia", "paenia"),
        ("sulf", "sulph"),
        ("iz(?=e|a|i)", "is"),
    )
)
AMERICAN = (
    ("haem", "hem"),
    ("aemi", "emi"),
    ("oedem", "edem"),
    ("oesoph", "esoph"),
    ("rrhoe", "rrhe"),
    ("pnoe", "pne"),
    ("aesthe", "esthe"),
    ("caec", "cec"),
    ("faec", "fec"),
    ("foet", "fet"),
    ("leuco", "leuko"),
    ("leucae", "leuke"),
    ("gynaec", "gynec"),
    ("oestro", "estro"),
    ("tumour", "tumor"),
    ("colour", "color"),
    ("odour", "odor"),
    ("behaviour", "behavior"),
    ("paediatr", "pediatr"),
    ("coeliac", "celiac"),
    ("paenia", "penia"),
    ("sulph", "sulf"),
    ("isation", "ization"),
    ("ised", "ized"),
)

# What people say for a word that stands in many terms.
PLAIN = {
    "decreased": "low",
    "increased": "high",
    "hemorrhage": "bleeding",
    "edema": "swelling",
    "hepatic": "liver",
    "renal": "kidney",
    "gastric": "stomach",
    "cardiac": "heart",
}


def fold(text: str) -> str:
    """Lower case without accents, one character for one, so that places in it are places in the text."""
    if text.isascii():
        return text.lower()
    return "".join(unicodedata.normalize("NFKD", letter)[0].lower()[:1] for letter in text)


def words(folded: str) -> list[str]:
    """The words (letters and digits) of a folded text."""
    return WORD.findall(folded)


@cache
def british(word: str) -> tuple[str, ...]:
    """The British spellings of a folded American word; none where it is spelled alike."""
    spelled = word
    for pattern, spelling in BRITISH:
        spelled = pattern.sub(spelling, spelled)
    forms = {spelled, *(form.replace("leuk", "leuc") for form in (word, spelled))} - {word}
    return tuple(sorted(forms))


def american(word: str) -> str:
    """A folded word in American spelling, as far as it is typed."""
    for spelling, plain in AMERICAN:
        word = word.replace(spelling, plain)
    return word
