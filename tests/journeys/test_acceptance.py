"""What data entry must do whatever the study: an author's small definition, filled in the real window by keys."""

from __future__ import annotations

import re
from datetime import datetime
from pathlib import Path
from shutil import copyfile

import pytest
from pypdf import PdfReader

from crf.actions.enrol import enrol
from crf.actions.print_files import print_blank_file
from crf.actions.session import Person, new_casebook
from crf.forms.record import Place
from tests.journeys import sample_study
from tests.journeys.conftest import Open
from tests.journeys.hands import CTRL, ZONE, Clock, Hands, Key
from ui.dialogs.enrol import EnrolDialog
from ui.pages.matrix import Matrix

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")  # the offscreen platform's remark on any window

TYPED = {
    "TXT": "lot A", "LONG": "Ærø, 5 µg", "INT": "99", "DEC": "4,2", "DAT": "05-MAR-2026", "PART": "UN-MAR-2026",
    "TIM": "07:40", "SEC": "07:40:05", "DTM": "05-MAR-2026 07:40", "YN": "Y", "CODE": "0030", "MANY": "ARM|ABD",
}  # fmt: skip
KEPT = {
    "TXT": "lot A", "LONG": "Ærø, 5 µg", "INT": "99", "DEC": "4.2", "DAT": "2026-03-05", "PART": "2026-03",
    "TIM": "07:40", "SEC": "07:40:05", "DTM": "2026-03-05T07:40", "YN": "Y", "CODE": "0030", "MANY": "ARM|ABD",
}  # fmt: skip
SHOWN = {
    "TXT": "lot A", "LONG": "Ærø, 5 µg", "INT": "99", "DEC": "4.2", "DAT": "05-MAR-2026", "PART": "UN-MAR-2026",
    "TIM": "07:40", "SEC": "07:40:05", "DTM": "05-MAR-2026 07:40", "YN": "Yes", "CODE": "Low", "MANY": "Arm, Abdomen",
}  # fmt: skip
OTHER = {**TYPED, "TXT": "lot B", "INT": "7", "DEC": "0.5", "CODE": "9..9", "MANY": "LEG"}


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """The definition and a casebook of it with one subject."""
    folder = sample_study.write(tmp_path_factory.mktemp("sample") / "study")
    path = folder.parent / "a.casebook"
    at = Clock(datetime(2026, 3, 5, 9, 0, tzinfo=ZONE))
    session = new_casebook(path, str(folder), "01", Person("M. Ruiz", "coordinator"), clock=at)
    enrol(session, "01-001")
    session.close()
    return folder, path


@pytest.fixture
def hands(start: Open, made: tuple[Path, Path], tmp_path: Path) -> Hands:
    """That casebook at the subject's page, at 10:04:37 on the 5th of March."""
    path = Path(copyfile(made[1], tmp_path / "a.casebook"))
    opened = start(path)
    opened.clock.set("2026-03-05T10:04:37")
    opened.key(Key.Key_Return)
    return opened


def again(hands: Hands, form: str) -> None:
    """Close the form and open it anew."""
    hands.back_to_subject()
    hands.open_by_keys("V1", form)


def kept(hands: Hands, form: str) -> dict[tuple[int, str], str]:
    """What the file has of a form, by line and item."""
    answers = hands.window.session.file.data(hands.window.uid).at(Place("V1", form)).answers
    return {where: answer.value or answer.missing for where, answer in answers.items()}


def refused(hands: Hands, item: str, text: str) -> str:
    """Type something that can't be a value over what stands there; gives what is said under the field."""
    hands.to_first()
    hands.go(item)
    hands.retype(text)
    hands.key(Key.Key_Tab)
    hands.save()
    assert (0, item) not in kept(hands, hands.form.place.form), "nothing is stored"
    raw = hands.field(item).draft.raw
    assert raw == text or raw.endswith(text[1:]), "it stays as it was typed; T is today's key in a date"
    (told,) = hands.notices(item)
    return told


@pytest.mark.req("PA-003")
@pytest.mark.req("PA-029")
@pytest.mark.req("PA-037")
def test_every_kind_alone_and_in_two_lines_reads_back_exactly(hands: Hands) -> None:
    hands.open_by_keys("V1", "ALL")
    hands.fill(TYPED)
    for line, answers in ((1, TYPED), (2, OTHER)):
        hands.key(Key.Key_Return, held=CTRL)
        assert hands.where == (line, "LTXT"), "a further line, with the keyboard in it"
        hands.fill({(line, f"L{item}"): text for item, text in answers.items()})
    assert hands.save() == "36 answers saved."
    other = {**KEPT, "TXT": "lot B", "INT": "7", "DEC": "0.5", "CODE": "9..9", "MANY": "LEG"}
    expected = {(0, item): value for item, value in KEPT.items()}
    expected |= {(1, f"L{item}"): value for item, value in KEPT.items()}
    expected |= {(2, f"L{item}"): value for item, value in other.items()}
    assert kept(hands, "ALL") == expected
    again(hands, "ALL")
    assert {item: hands.field(item).text for item in SHOWN} == SHOWN
    assert {item: hands.field(f"L{item}", 1).text for item in SHOWN} == SHOWN
    assert [hands.field("LCODE", line).text for line in (1, 2)] == ["Low", "High"]
    assert [hands.field("LTXT", line).text for line in (1, 2)] == ["lot A", "lot B"]
    assert hands.form.status() == "complete"


@pytest.mark.req("PA-006")
def test_now_stands_to_the_precision_of_the_item(hands: Hands) -> None:
    hands.open_by_keys("V1", "ALL")
    for item in ("TIM", "SEC", "DTM"):
        hands.go(item)
        hands.type("n")
    assert [hands.field(item).text for item in ("TIM", "SEC", "DTM")] == ["10:04", "10:04:37", "05-MAR-2026 10:04"]


@pytest.mark.req("PA-011")
@pytest.mark.req("PA-024")
def test_opened_and_left_a_form_writes_nothing(hands: Hands) -> None:
    file = hands.window.session.file
    before = (file.act_count(), file.entry_count())
    hands.open_by_keys("V1", "ALL")
    head = hands.form.head.accessibleName()
    for part in ("SAMPLE", "01-001", "Visit 1", "Every kind", "7"):
        assert part in head, part
    hands.key(Key.Key_Tab, times=5)
    hands.back_to_subject()
    row, column = hands.spot("V1", "ALL")
    assert hands.subject.page.rows[row].cells[column].status == "not started"
    assert (file.act_count(), file.entry_count()) == before


@pytest.mark.req("PA-025")
def test_an_instruction_stands_in_its_place_on_screen_and_paper(hands: Hands, tmp_path: Path) -> None:
    hands.open_by_keys("V1", "ALL")
    assert hands.where == (0, "TXT")
    hands.key(Key.Key_Tab)
    assert hands.where == (0, "LONG"), "Tab passes over it"
    hands.key(Key.Key_P, held=CTRL)
    for text in (hands.page.document.getAllText(0).text(), blank(hands, tmp_path)):
        before, said, after = (text.index(words) for words in ("Short text", "Read the label", "Remarks of"))
        assert before < said < after


def blank(hands: Hands, folder: Path) -> str:
    """The text of the blank form on paper."""
    study = folder / "study"
    path = print_blank_file(str(sample_study.write(study)), folder, None, "ALL", "A4", hands.window.session.now())
    return PdfReader(path).pages[0].extract_text()


@pytest.mark.req("PA-031")
def test_a_question_names_an_answer_at_once_and_a_placeholder_on_paper(hands: Hands, tmp_path: Path) -> None:
    hands.open_by_keys("V1", "ALL")
    assert hands.field("LONG").question == "Remarks of ____"
    hands.type("lot A")
    assert hands.field("LONG").question == "Remarks of lot A"
    hands.key(Key.Key_Backspace)
    assert hands.field("LONG").question == "Remarks of lot"
    hands.key(Key.Key_A, Key.Key_Backspace, held=CTRL)
    hands.key(Key.Key_Backspace, times=6)
    assert hands.field("LONG").question == "Remarks of ____"
    assert "Remarks of ____" in blank(hands, tmp_path)


@pytest.mark.req("PA-028")
def test_a_text_longer_than_allowed_is_told_and_not_cut(hands: Hands) -> None:
    hands.open_by_keys("V1", "ALL")
    long = "twenty-one characters"
    assert "20" in refused(hands, "TXT", long)
    hands.to_first()
    hands.paste(long * 3)
    assert hands.field("TXT").draft.raw == long * 3
    hands.retype(long[:20])
    hands.save()
    assert kept(hands, "ALL")[0, "TXT"] == long[:20]


@pytest.mark.req("PA-035")
def test_a_number_asks_for_a_number(hands: Hands) -> None:
    hands.open_by_keys("V1", "ALL")
    assert "whole number" in refused(hands, "INT", "TEST")
    assert "whole number" in refused(hands, "INT", "12.5")
    assert "number" in refused(hands, "DEC", "TEST")


@pytest.mark.req("PA-038")
@pytest.mark.parametrize("text", ["TEST", "9999", "0007-40-07", "31-FEB-2026"])
def test_a_date_that_cannot_be_stays_a_draft(hands: Hands, text: str) -> None:
    hands.open_by_keys("V1", "ALL")
    assert re.search(r"\d\d-[A-Z]{3}-\d{4}", refused(hands, "DAT", text)), "the format is shown"


@pytest.mark.req("PA-040")
@pytest.mark.parametrize(("text", "lacks"), [("05-MAR-2026", "time"), ("TEST", "date")])
def test_a_moment_names_what_it_lacks(hands: Hands, text: str, lacks: str) -> None:
    hands.open_by_keys("V1", "ALL")
    assert lacks in refused(hands, "DTM", text)


@pytest.mark.req("PA-041")
def test_a_pattern_shows_an_example(hands: Hands) -> None:
    hands.open_by_keys("V1", "LOOSE")
    assert "D-017" in refused(hands, "DONOR", "Maria")
    hands.to_first()
    hands.go("DONOR")
    hands.retype("D-022")
    hands.save()
    assert kept(hands, "LOOSE")[0, "DONOR"] == "D-022"


@pytest.mark.req("PA-042")
@pytest.mark.req("PA-044")
@pytest.mark.parametrize(
    ("item", "inside", "outside"),
    [
        ("RINT", ["1", "100"], ["0", "101"]),
        ("RDEC", ["1,5", "2.5"], ["1,49", "2.51"]),
        ("RDAT", ["01-JAN-2026", "31-JAN-2026"], ["31-DEC-2025", "01-FEB-2026"]),
        ("RTIM", ["08:00", "16:00"], ["07:59", "16:01"]),
        ("RDTM", ["01-JAN-2026 08:00", "31-JAN-2026 16:00"], ["01-JAN-2026 07:59", "31-JAN-2026 16:01"]),
    ],
)
def test_both_ends_belong_to_a_range(hands: Hands, item: str, inside: list[str], outside: list[str]) -> None:
    hands.open_by_keys("V1", "RANGES")
    for text in (*inside, *outside):
        hands.go(item)
        hands.retype(text)
        hands.key(Key.Key_Tab)
        hands.key(Key.Key_S, held=CTRL)
        if hands.form.entering.dirty:
            hands.give_reason(1)
        assert kept(hands, "RANGES")[0, item], "out of range it is stored all the same"
        told = hands.notices(item)
        assert len(told) == (text in outside), (text, told)
        if told:
            low, high = (" ".join(hands.field(item).range.split("–")[at].split()) for at in (0, 1))
            assert low in told[0]
            assert high.split()[0] in told[0]


@pytest.mark.req("PA-046")
@pytest.mark.req("PA-064")
def test_what_is_required_is_marked_saved_blank_and_missed(hands: Hands) -> None:
    hands.open_by_keys("V1", "LOOSE")
    cells = hands.form.sheet.cells
    assert "∗ required" in str(cells[0, "ASK"].muted())
    assert "required" not in str(cells[0, "DONOR"].muted())
    hands.fill({"ROUTE": "SC", "VOLUME": "250", "HIGH": "165", "HEAVY": "60"})
    assert " saved." in hands.save()
    assert hands.form.status() == "incomplete"
    hands.to_first()
    hands.go("ASK")
    hands.answer("N")
    hands.save()
    assert hands.form.status() == "complete", "what is hidden isn't missed"
    hands.back_to_subject()
    row, column = hands.spot("V1", "LOOSE")
    assert hands.subject.page.rows[row].cells[column].status == "complete"


@pytest.mark.req("PA-059")
@pytest.mark.req("PA-062")
def test_a_question_comes_and_goes_and_a_hidden_value_is_asked_about(hands: Hands) -> None:
    hands.open_by_keys("V1", "LOOSE")
    assert not asked(hands, "WHY")
    hands.answer("Y")
    assert asked(hands, "WHY"), "at once, without saving"
    hands.fill({"WHY": "a rash"})
    hands.save()
    hands.to_first()
    hands.answer("N")
    assert asked(hands, "WHY"), "a value that is hidden now stands with its finding"
    assert len(hands.notices("WHY")) == 1
    hands.answer("Y")
    assert hands.notices("WHY") == []
    hands.answer("N")
    hands.go("WHY")
    hands.key(Key.Key_A, held=CTRL)
    hands.key(Key.Key_Delete)
    hands.key(Key.Key_S, held=CTRL)
    hands.give_reason(1)
    assert not asked(hands, "WHY")
    assert not [one for one in hands.form.entering.step.findings if one.item == "WHY"]


def asked(hands: Hands, item: str, line: int = 0) -> bool:
    """Whether a question stands on the sheet."""
    return any(cell.where == (line, item) for block in hands.form.sheet.blocks for cell in block.cells)


@pytest.mark.req("PA-065")
def test_a_choice_withdrawn_by_an_answer_is_no_longer_offered(hands: Hands) -> None:
    hands.open_by_keys("V1", "LOOSE")
    hands.fill({"ASK": "Y", "ROUTE": "IV"})
    hands.save()
    hands.to_first()
    hands.answer("N")
    hands.go("ROUTE")
    options = {option.code: option.offered for option in hands.here.options}
    assert options == {"IV": False, "IM": True, "SC": True}, "the answer given stays to be seen"
    hands.key(Key.Key_S, held=CTRL)
    hands.give_reason(1)
    hands.answer("SC")
    hands.key(Key.Key_S, held=CTRL)
    hands.give_reason(1)
    assert [option.code for option in hands.here.options] == ["IM", "SC"]


@pytest.mark.req("PA-066")
def test_a_condition_in_lines_holds_for_its_own_line(hands: Hands) -> None:
    hands.open_by_keys("V1", "LOOSE")
    for line, answer in ((1, "Y"), (2, "N")):
        hands.key(Key.Key_Return, held=CTRL)
        if hands.where != (line, "GOOD"):
            hands.go("GOOD", line)
        hands.answer(answer)
    assert [hands.field("ODD", line).visible for line in (1, 2)] == [False, True]


@pytest.mark.req("PA-030")
def test_a_default_is_proposed_and_counts_once_saved(hands: Hands) -> None:
    hands.open_by_keys("V1", "LOOSE")
    assert hands.field("VOLUME").proposed
    assert hands.field("VOLUME").raw == "250"
    assert not hands.form.entering.dirty
    hands.fill({"ASK": "N"})
    hands.save()
    assert kept(hands, "LOOSE")[0, "VOLUME"] == "250"
    hands.go("VOLUME")
    hands.retype("200")
    hands.key(Key.Key_S, held=CTRL)
    hands.give_reason(1)
    again(hands, "LOOSE")
    assert hands.field("VOLUME").raw == "200", "it never takes the place of an answer"


@pytest.mark.req("PA-069")
@pytest.mark.req("PA-072")
@pytest.mark.req("PA-073")
@pytest.mark.req("PA-074")
def test_what_is_computed_follows_in_order_and_is_renewed_by_the_same_act(hands: Hands) -> None:
    hands.open_by_keys("V1", "LOOSE")
    hands.fill({"ASK": "N", "HIGH": "165"})
    assert hands.field("BMI").text == "", "without its inputs it is blank, not 0"
    hands.fill({"HEAVY": "60"})
    assert [hands.field(item).text for item in ("BMI", "TWICE")] == ["22.0", "44.0"]
    hands.save()
    assert [kept(hands, "LOOSE")[0, item] for item in ("BMI", "TWICE")] == ["22.0", "44.0"]
    acts = hands.window.session.file.act_count()
    hands.go("HEAVY")
    hands.retype("61")
    hands.key(Key.Key_S, held=CTRL)
    hands.give_reason(1)
    assert hands.window.session.file.act_count() == acts + 1
    assert [kept(hands, "LOOSE")[0, item] for item in ("BMI", "TWICE")] == ["22.4", "44.8"]
    last = hands.form.entering.history(0, "BMI")[-1]
    assert (last.old, last.new, last.derived) == ("22.0", "22.4", True)
    hands.to_first()
    hands.go("HIGH")
    hands.retype("ND")
    assert hands.field("BMI").text == "", "nor with an input that is missing"


@pytest.mark.req("PA-100")
def test_a_missing_code_stands_for_a_number_or_date(hands: Hands) -> None:
    hands.open_by_keys("V1", "ALL")
    hands.fill({"DEC": "nd", "DAT": "UNK"})
    hands.save()
    assert {where[1]: value for where, value in kept(hands, "ALL").items()} == {"DEC": "ND", "DAT": "UNK"}
    assert hands.notices("DEC") + hands.notices("DAT") == []
    again(hands, "ALL")
    assert [hands.field(item).answer.missing for item in ("DEC", "DAT")] == ["ND", "UNK"]


@pytest.mark.req("PA-002")
@pytest.mark.parametrize("text", ["01-001", " 01-001 ", "０１-００１"])
def test_a_number_in_use_is_refused_in_the_dialog(hands: Hands, text: str) -> None:
    before = hands.window.session.file.act_count()
    hands.to("show_subjects")
    hands.key(Key.Key_N, held=CTRL)
    asked = hands.dialog(EnrolDialog)
    hands.paste(text)
    hands.key(Key.Key_Return)
    assert asked.isVisible()
    assert "01-001" in asked.trouble.text()
    assert hands.window.session.file.act_count() == before
    hands.key(Key.Key_Escape)


def test_the_matrix_has_the_keyboard_after_each_form(hands: Hands) -> None:
    hands.open_by_keys("V1", "RANGES")
    hands.back_to_subject()
    assert isinstance(hands.here, Matrix)
    assert hands.subject.matrix.place == Place("V1", "RANGES")
