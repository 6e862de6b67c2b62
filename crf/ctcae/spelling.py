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

# Words that people say for one another.
ALIKE = (
    ("increased", "high", "raised", "elevated", "elevation", "increase", "rise", "rising", "risen", "up", "roof"),
    ("decreased", "low", "reduced", "reduction", "decrease", "drop", "dropped", "dropping", "down", "lowered", "fall"),
    ("loss", "lost", "gone", "losing", "lose"),
    ("prolonged", "prolongation", "long"),
    ("hemorrhage", "bleeding", "bleed"),
    ("edema", "swelling", "swollen", "puffy"),
    ("leak", "leaky", "leaking"),
    ("fracture", "fractured", "broken"),
    ("pain", "ache", "aches", "aching", "hurts", "hurting", "painful", "achy"),
    ("hepatic", "liver"),
    ("renal", "kidney"),
    ("gastric", "stomach"),
    ("cardiac", "heart"),
    ("pulmonary", "lung"),
    ("oral", "mouth"),
    ("infection", "infected"),
    ("inflammation", "inflamed"),
    ("urinary", "urine"),
    ("muscle", "muscular"),
    ("vision", "sight", "eyesight"),
    ("blurred", "blurry"),
    ("syndrome", "sy"),
)
PLAIN = {word: tuple(other for other in group if other != word) for group in ALIKE for word in group}

# Words that may be left out of a query.
NOISE = frozenset((
    "a", "an", "the", "my", "her", "his", "of", "in", "on", "at", "to", "with", "and", "or", "is", "was", "has",
    "had", "been", "being", "very", "some", "bit", "feels", "feeling", "felt", "got", "getting", "when", "while",
    "having", "since", "severe", "mild", "moderate", "new", "worsening", "patient", "pt", "pts", "cant", "cannot",
    "event", "grade", "after", "before", "during", "where", "through", "now", "again", "still", "slightly", "really",
    "started", "this", "today", "mmhg", "mmol", "mg", "dl", "well", "wont", "go", "goes", "lots", "lot",
))  # fmt: skip

# A figure in a query (0.4, grade 3, G3, 3x ULN) says how much, not what.
FIGURE = re.compile(r"(?:g|gr)?\d{1,6}x?")

# Latin endings as other languages write them: neutropenie, anemie, hematurie.
_FOREIGN = re.compile(r"(?<=pen|.em|.ur|alg)ie$")

# What a word of a query may end in while the term ends otherwise, longest first.
ENDINGS = ("ations", "ation", "ating", "ness", "ated", "ions", "ing", "ies", "ion", "ate", "ed", "es", "y", "s", "e")
LEAST_STEM = 4


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


def latin(word: str) -> str:
    """A word with the ending NCI has: neutropenia for neutropenie."""
    return _FOREIGN.sub("ia", word)


def stem(word: str) -> str:
    """A word without its ending, as short as it can be told by; the word itself where nothing can go."""
    for ending in ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= LEAST_STEM:
            bare = word[: -len(ending)]
            return bare[:-1] if bare[-1] == bare[-2] and len(bare) > LEAST_STEM else bare
    return word
