"""The paper's measures in points: sizes of type, greys, weights of lines, margins and pitches."""

from __future__ import annotations

from typing import Literal

PaperName = Literal["A4", "Letter"]
PAPERS: dict[PaperName, tuple[float, float]] = {"A4": (595.28, 841.89), "Letter": (612.0, 792.0)}

BINDING = 62.36  # 22 mm, left edge of a portrait page
MARGIN = 51.02  # 18 mm, the other edges
BINDING_TOP = 70.87  # 25 mm, top of a landscape page, clear of punch holes

TITLE = 15.0
SECTION = 10.0
ANSWER = 9.0
QUESTION = 8.5
TABLE = 8.0
RUN = 7.5
HINT = 7.0

INK = 0.0
WRITE = 0.15
MUTED = 0.36
HAIR_GREY = 0.78
PAPER_WHITE = 1.0

RULE = 0.8
FRAME = 0.5
HAIR = 0.25
BOX_LINE = 0.6
CROSS = 1.1
STRIKE = 0.8

NUMBERS = 27.0  # width of the column of item numbers
ANSWERS_AT = 0.55  # share of the text width left of the answers
TAB_YES = 47.9
TAB_SECOND = 84.0
BOX = 7.6
STROKE = 10.2
STROKE_GAP = 2.6
STROKE_DROP = 2.2  # write lines stand this far under the baseline

HEADING = 17.0  # a section's heading: baseline under the row before
HEADING_FIRST = 25.0  # the same under the title's last line
HEADING_RULE = 4.6
GRID_BOTTOM = 10.0  # rows end this far above the foot line or the attest blocks
LINE = 11.0  # lead of wrapped questions and long answers
HINT_LINE = 9.0
TABLE_LINE = 10.2


def pitch(blank: bool) -> float:
    """Height of a row of one line: 7.3 mm to write in, less where it is filled."""
    return 20.6 if blank else 18.1


def below(blank: bool) -> float:
    """Height between a row's baseline and its hairline."""
    return 6.6 if blank else 5.2


EXTRA = 16.0  # pitch of further lines of one answer
ATTEST = 62.0  # rule of the attest blocks over the foot line
ATTEST_BLANK = 66.0
