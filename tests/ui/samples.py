"""Views of one patient without incident on her day 8, as the reading room would answer them."""

from __future__ import annotations

from crf.forms.record import Place
from crf.reading.views import Attention, Cell, Clock, Column, Fact, LogTab, MatrixRow, SubjectLine, SubjectPage

VISITS = (  # event, short, name, day, planned, actual, window
    ("SCR", "SCR", "Screening", "D-28 to D-5", "≥ 09 FEB", "16 FEB", "09 FEB – 04 MAR"),
    ("DM4", "D-4", "Conditioning", "D-4", "05 MAR", "05 MAR", "04–06 MAR"),
    ("D1", "D1", "Antibodies", "D1", "09 MAR", "09 MAR", "09 MAR"),
    ("D2", "D2", "NK infusion", "D2", "10 MAR", "10 MAR", "10 MAR"),
    ("D4", "D4", "IL-2 no. 2", "D4", "12 MAR", "12 MAR", "12 MAR"),
    ("D6", "D6", "IL-2 no. 3", "D6", "14 MAR", "14 MAR", "14 MAR"),
    ("D8", "D8", "Day 8", "D8", "16 MAR", "today", "15–17 MAR"),
    ("D15", "D15", "Day 15", "D15", "23 MAR", "", "21–25 MAR"),
    ("C2", "D22 C2", "Cycle 2", "D22", "30 MAR", "", "27 MAR – 02 APR"),
    ("TLT", "D30 TLT", "TLT assessment", "D30", "07 APR", "", "07–10 APR"),
    ("C3", "D43 C3", "Cycle 3", "D43", "20 APR", "", "17–23 APR"),
    ("CT", "D64 CT", "Tumour assessment", "D64", "11 MAY", "", "04–18 MAY"),
    ("EOT", "EoT", "End of treatment", "", "–", "", ""),
    ("SFU", "SFU", "Safety follow-up", "", "–", "", ""),
)
# Section, form, name, one letter a visit: c complete, o not started, h incomplete, d draft, f complete with a finding.
GRID = (
    ("Consent and baseline", "IC", "Informed consent", "c............."),
    ("Consent and baseline", "DM", "Demography, history", "c............."),
    ("Consent and baseline", "IE", "Eligibility", "c............."),
    ("Consent and baseline", "DO", "Donor", "c............."),
    ("Assessments", "VS", "Vital signs, weight", "cccc..h.....oo"),
    ("Assessments", "HE", "Haematology", "c.....fooo..o."),
    ("Assessments", "CH", "Chemistry", "c.....dooo..o."),
    ("Assessments", "TU", "Tumour assessment", "c..........oo."),
    ("Treatment", "CYC", "Cyclophosphamide", ".c............"),
    ("Treatment", "TRA", "Trastuzumab", "..c.....o.o..."),
    ("Treatment", "PER", "Pertuzumab", "..c.....o.o..."),
    ("Treatment", "NK", "NK infusion", "...c.........."),
    ("Treatment", "IL2", "Interleukin-2", "...ccc........"),
    ("Decisions", "TLT", "TLT assessment", ".........o...."),
    ("Decisions", "DS", "End of treatment", "............o."),
)
STATUS = {"c": "complete", "f": "complete", "o": "not started", "h": "incomplete", "d": "draft"}
TIPS = {
    "c": ("Saved 16 MAR 2026 09:12 by study coordinator",),
    "f": ("Lymphocytes 0.42, grade 3 (<0.5 – 0.2)", "Saved 16 MAR 2026 09:12 by study coordinator"),
    "o": ("Planned in its window",),
    "h": ("2 of 7 questions not answered", "Saved 16 MAR 2026 09:02 by study coordinator"),
    "d": ("Typed 16 MAR 2026 09:20, not yet saved",),
}


def _cell(event: str, form: str, letter: str) -> Cell | None:
    if letter == ".":
        return None
    return Cell(Place(event, form), STATUS[letter], int(letter == "f"), 0, int(letter == "d"), TIPS[letter])


def subject_page(uid: str = "u1") -> SubjectPage:
    """The page of 01-001 on 16 MAR 2026."""
    columns = tuple(Column(v[0], "", v[1], v[2], v[3], v[4], v[5], v[6], v[5] == "today", "") for v in VISITS)
    rows = tuple(
        MatrixRow(form, name, section, tuple(_cell(VISITS[i][0], form, letter) for i, letter in enumerate(letters)))
        for section, form, name, letters in GRID
    )
    return SubjectPage(
        uid,
        "01-001",
        "On treatment",
        "Woman, 44  ·  lead-in patient",
        (Fact("Today", "D8", "Mon 16 MAR 2026"), Fact("Next visit", "D15 in 7 days", "23 MAR, window 21–25 MAR")),
        Clock(
            "TLT period, 28 days from the NK infusion",
            7,
            28,
            "day 7 of 28",
            "10 MAR – 06 APR 2026  ·  next patient from 07 APR",
        ),
        Attention(
            "Lymphocytes 0.42 ×10⁹/L today: grade 3",
            "An adverse event is proposed. The investigator decides on it and on TLT.",
            "Decide now",
            "amber",
            Place("D8", "HE"),
            (0, "LYM"),
        ),
        columns,
        rows,
        (LogTab("AE", "Adverse events", 3, Place("LOG", "AE")),),
        1,
        1,
        "",
    )


def subject_lines() -> list[SubjectLine]:
    """Four subjects in four phases, one of them voided."""
    saved = "16 MAR 2026 09:12, study coordinator"
    return [
        line(
            "u1", "01-001", "On treatment", "Woman, 44", "D15 in 7 days", "23 MAR, window 21–25 MAR", 17, 20, 1, saved
        ),
        line("u2", "01-002", "Screening", "Woman, 61", "D-4, 2 days late", "14 MAR, window 13–15 MAR", 3, 4, 0, saved),
        line("u3", "01-003", "Screen failure", "Woman, 38", "–", "", 4, 4, 0, "02 MAR 2026 11:05, investigator"),
        line("u4", "01-004", "Screening", "", "–", "", 0, 0, 0, "01 MAR 2026 10:00, investigator", "typed twice"),
    ]


def line(
    uid: str,
    label: str,
    phase: str,
    detail: str,
    next_visit: str,
    when: str,
    complete: int,
    started: int,
    findings: int,
    saved: str,
    voided: str = "",
) -> SubjectLine:
    """A row of the list; overdue where its next visit says so."""
    late = "late" in next_visit
    return SubjectLine(uid, label, phase, detail, next_visit, when, late, complete, started, findings, 0, saved, voided)
