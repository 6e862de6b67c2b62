"""Which characters are printed and how: bundled fonts, a font of the machine, code points, right to left."""

from __future__ import annotations

import io
import struct
import unicodedata
from pathlib import Path

import pypdf
import pytest
from hypothesis import given
from hypothesis import strategies as st

from crf.exchange.pages import bidi, fonts, machine, wrap
from crf.text import RESOURCES
from tests.crf.exchange import samples
from tests.crf.exchange.reading import boxes, pages, printed, text

LATIN = "".join(map(chr, [*range(0x20, 0x7F), *range(0xA1, 0x180)])).replace("\xad", "")


def answered(words: str) -> str:
    return text(samples.plain([samples.item("1.1", "X", "Q", text=words)], attests=()))


def squeezed(words: str) -> str:
    return "".join(unicodedata.normalize("NFC", words).split())


@pytest.mark.req("B27")
def test_the_bundled_fonts_are_small_and_carry_their_licence() -> None:
    files = list((RESOURCES / "fonts").glob("*.ttf"))
    assert len(files) == 5
    assert sum(file.stat().st_size for file in files) < 1_500_000
    assert "SIL OPEN FONT LICENSE Version 1.1" in (RESOURCES / "fonts" / "OFL.txt").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "words", ["√ ≥ ≤ − → ✓ ± ÷ × µ ² ½ ƒ", "Ærøskøbing Łódź İstanbul", "Ἀθῆναι Москва Київ", "“quoted” – — … ☒ ① ♀"]
)
def test_common_characters_need_no_font_of_the_machine(words: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(machine, "files", lambda: ())
    assert squeezed(words) in squeezed(answered(words))
    for char in squeezed(words):
        assert fonts.owners(False)[char].face.filename.startswith(str(RESOURCES))


@pytest.fixture
def bare(monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine without fonts, and nothing remembered from before."""
    monkeypatch.setattr(machine, "files", lambda: ())
    monkeypatch.setattr(fonts, "SHOWN", fonts.Shown())
    for bold in (False, True):
        for table in (fonts.owners(bold), fonts.advances(bold)):
            for char in [char for char in table if char > "\u2e80"]:
                monkeypatch.delitem(table, char)
    fonts.borrowed.cache_clear()
    yield
    fonts.borrowed.cache_clear()
    for bold in (False, True):
        for char in [char for char in fonts.owners(bold) if char > "\u2e80"]:
            del fonts.owners(bold)[char]
            fonts.advances(bold).pop(char, None)


@pytest.mark.usefixtures("bare")
def test_a_character_no_font_has_is_printed_as_its_code_point() -> None:
    assert fonts.clean("中 ok") == "[U+4E2D] ok"
    assert "[U+4E2D] ok" in answered("中 ok")


def test_a_font_of_the_machine_lends_what_the_bundled_ones_lack(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = machine.coverages(RESOURCES / "fonts" / "NotoSans-Regular.ttf")
    assert [one.index for one in found] == [0]
    assert found[0].has(ord("é"))
    assert not found[0].has(ord("中"))
    damaged = tmp_path / "damaged.ttf"
    damaged.write_bytes(b"\x00\x01\x00\x00\x00\x30")
    monkeypatch.setattr(machine, "files", lambda: (damaged, RESOURCES / "fonts" / "NotoSansSymbols-Regular.ttf"))
    assert [one.path.name for one in machine.holders("①")] == ["NotoSansSymbols-Regular.ttf"]
    assert machine.holders("中") == []
    assert fonts.load(damaged) is None


def test_control_characters_show_as_replacements_and_line_breaks_break() -> None:
    assert fonts.clean("a\x00b\x1bc\ud800d") == "a\ufffdb\ufffdc\ufffdd"
    assert wrap.lines("one\ntwo\r\nthree\u2028four", 9, 200) == ["one", "two", "three", "four"]
    assert fonts.clean("tab\there\u3000wide") == "tab here wide"


def test_text_is_composed_and_invisible_marks_take_no_room() -> None:
    assert fonts.clean("e\u0301") == "é"
    assert fonts.clean("a\u200b\u200eb\ufe0f") == "ab"
    assert "é x\u0304" in answered("e\u0301 x\u0304")


def test_characters_beyond_the_first_plane_can_be_copied() -> None:
    font = fonts.load(RESOURCES / "fonts" / "NotoSansMath-Regular.ttf")
    assert font is not None
    made = "<01> <1F600>\n<02> <0041>"
    assert fonts.PLANE.sub(fonts._surrogates, made) == "<01> <D83DDE00>\n<02> <0041>"


@given(st.text(max_size=300))
def test_any_text_can_be_printed(words: str) -> None:
    field = samples.item("1.1", "X", words, text=words, hint=words[:40], unit=words[:9], aside=words[:50])
    data, done = printed(samples.plain([field]))
    assert done.pages >= 1
    assert all(left > 61 and right < 545.5 for _, left, _, right, _ in boxes(data))


@given(st.lists(st.text(LATIN.replace(" ", ""), min_size=1, max_size=60), min_size=1, max_size=60))
def test_no_latin_word_is_lost(words: list[str]) -> None:
    said = "  ".join(words)
    assert squeezed(said) in squeezed(answered(said))


@given(st.text(LATIN + "\n中文ไทย", max_size=400), st.sampled_from([7.0, 9.0]), st.floats(20, 400), st.booleans())
def test_lines_fit_their_room_and_hold_everything(words: str, size: float, room: float, bold: bool) -> None:
    lines = wrap.lines(words, size, room, bold)
    assert squeezed("".join(lines)) == squeezed("".join(map(fonts.clean, words.splitlines())))
    for line in lines:
        assert len(line) == 1 or fonts.width(line, bold) * size / 1000 <= room + 0.01


def test_a_first_line_may_be_shorter_and_empty() -> None:
    assert wrap.lines("word", 9, 200, first=5) == ["", "word"]
    assert wrap.lines("one two", 9, 200, first=20) == ["one", "two"]
    assert wrap.lines("   ", 9, 200) == wrap.lines("", 9, 200) == [""]
    assert wrap.lines(" " * 400, 9, 20) == [""]


def test_a_head_is_cut_with_an_ellipsis() -> None:
    assert wrap.cut("short", 9, 100) == "short"
    short = wrap.cut("a rather long heading", 9, 50)
    assert short.endswith("…")
    assert fonts.width(short) * 9 / 1000 <= 50


@pytest.mark.parametrize(
    ("logical", "seen"),
    [
        ("plain", "plain"),
        ("שלום", "םולש"),
        ("dose 12 שלום, done.", "dose 12 םולש, done."),
        ("שלום 12.5 mg", "mg 12.5 םולש"),
        ("(שלום)", "(םולש)"),
        ("שלום עולם!", "!םלוע םולש"),
        ("אב\u05b0ג", "גב\u05b0א"),
        ("العدد ١٢", "١٢ ددعلا"),
        ("ab אב 3-4% cd", "ab 3-4% בא cd"),
        ("\u0301א", "א\u0301"),
        ("א 1,5", "1,5 א"),
        ("א -", "- א"),
        ("1", "1"),
    ],
)
def test_writing_from_right_to_left_is_seen_in_its_order(logical: str, seen: str) -> None:
    assert bidi.visual(logical) == seen


def test_arabic_letters_join_where_a_font_has_the_forms() -> None:
    joined = bidi.joined("سلام", lambda char: True)
    assert [unicodedata.decomposition(char).split()[0] for char in joined] == ["<initial>", "<final>", "<isolated>"]
    assert bidi.joined("سلام", lambda char: False) == "س" + "لا" + "م"
    assert bidi.joined("no Arabic", lambda char: False) == "no Arabic"
    marked = bidi.joined("سَلم", lambda char: True)
    assert unicodedata.decomposition(marked[0]).split()[0] == "<initial>"


def test_several_scripts_are_drawn_with_embedded_fonts() -> None:
    data, _ = printed(*samples.awkward())
    assert len(pypdf.PdfReader(io.BytesIO(data)).pages) > 1
    assert all("\ufffd" not in page for page in pages(samples.completed()))


def test_collections_and_both_kinds_of_tables_are_read(tmp_path: Path) -> None:
    wide = struct.pack(">HHLLL", 12, 0, 28, 0, 1) + struct.pack(">LLL", 0x4E00, 0x4E10, 1)
    small = struct.pack(">HHHHHHH", 4, 32, 0, 4, 0, 0, 0) + struct.pack(">HHHHH", 0x5A, 0xFFFF, 0, 0x41, 0xFFFF)
    odd = struct.pack(">H", 6) + bytes(20)
    for table, inside, outside in ((wide, "一", "A"), (small, "B", "一"), (odd, "", "A")):
        cmap = struct.pack(">HHHHLHHL", 0, 2, 3, 1, 20, 1, 0, 20) + table
        data = b"ttcf" + struct.pack(">LLL", 0x10000, 1, 16) + b"\0\1\0\0" + struct.pack(">HHHH", 2, 0, 0, 0)
        start = len(data) + 32
        data += struct.pack(">4sLLL4sLLL", b"cmap", 0, start, len(cmap), b"glyf", 0, start, 4) + cmap
        path = tmp_path / f"{len(table)}.ttc"
        path.write_bytes(data)
        (found,) = machine.coverages(path)
        assert all(found.has(ord(char)) for char in inside)
        assert not found.has(ord(outside))


def test_fonts_are_looked_for_where_each_system_keeps_them(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for system, part in (("win32", "Fonts"), ("darwin", "Library"), ("linux", "fonts")):
        monkeypatch.setattr(machine.sys, "platform", system)
        assert all(part in str(folder) for folder in machine.folders()[:2])
    names = ["NotoSerif-Regular.ttf", "NotoSans-Bold.ttf", "Arial.ttf", "NotoSans-Regular.TTF", "readme.txt"]
    for name in names:
        (tmp_path / name).touch()
    monkeypatch.setattr(machine, "folders", lambda: [tmp_path, tmp_path / "absent"])
    found = [path.name for path in machine.files.__wrapped__()]
    assert found == ["NotoSans-Regular.TTF", "Arial.ttf", "NotoSans-Bold.ttf", "NotoSerif-Regular.ttf"]
