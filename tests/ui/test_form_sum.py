"""The dose sum on the form sheet: captions take as many lines as let all factors stand beside the comparisons."""

from __future__ import annotations

from itertools import combinations

import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QApplication

from crf.forms.layout import Comparison, DoseSum, Factor
from ui import theme
from ui.pages import form_words as words
from ui.pages.form_blocks import Frame
from ui.pages.form_sum import CAPTION, HEIGHT, PAD, SumBlock, broken

PLAIN = (Factor("600 mg/m²", "protocol, once"), Factor("1.695623 m²", "Mosteller, 163 cm, 63.5 kg", "×"),
         Factor("1017.37 mg", "planned dose", "="))  # fmt: skip
LIMITED = (Factor("600 mg/m²", "protocol, once"),
           Factor("1.70 m²", "Mosteller, 163.0 cm, 63.5 kg, rounded to 0.01 m², at most 2 m²", "×"),
           Factor("1020.00 mg", "by the rule", "="),
           Factor("1000.00 mg", "planned dose, rounded to 50 mg, at most 1000 mg", "→"))  # fmt: skip
COMPARED = (Comparison("Prescribed", "1000 mg", "0.00 %", "silent"), Comparison("Given", "1000 mg", "0.00 %", "silent"))


def arranged(factors: tuple[Factor, ...], wide: int) -> SumBlock:
    block = SumBlock(DoseSum(factors, COMPARED))
    block.arrange(Frame(0, wide), 0)
    return block


@pytest.mark.parametrize("wide", [700, 776, 1000])
def test_every_factor_stands_left_of_the_comparisons(desk: QApplication, wide: int) -> None:
    for factors in (PLAIN, LIMITED):
        block = arranged(factors, wide)
        assert block._wide(block.size) <= wide - (0 if block.under else block.right) - 2 * PAD
        image = QImage(wide, 200, QImage.Format.Format_RGB32)
        image.fill(theme.color("surface"))
        painter = QPainter(image)
        block.paint(painter, None, None)
        painter.end()


def painted(block: SumBlock, wide: int, monkeypatch: pytest.MonkeyPatch) -> list[QRectF]:
    """The boxes of all that is written on the band."""
    boxes, put = [], words.put

    def noted(painter, x, middle, text, *rest, **more) -> float:
        end = put(painter, x, middle, text, *rest, **more)
        boxes.append(QRectF(x, middle - 8, end - x, 16))
        return end

    monkeypatch.setattr(words, "put", noted)
    monkeypatch.setattr(
        words, "put_right",
        lambda painter, right, middle, text, *rest, **more: noted(painter, right - words.width(text), middle, text),
    )  # fmt: skip
    image = QImage(wide, 400, QImage.Format.Format_RGB32)
    painter = QPainter(image)
    block.paint(painter, None, None)
    painter.end()
    return boxes


@pytest.mark.parametrize("wide", [460, 520, 640, 776])
@pytest.mark.parametrize("factors", [PLAIN, LIMITED])
def test_beside_the_panel_of_a_narrow_window_nothing_stands_on_another_word(
    desk: QApplication, monkeypatch: pytest.MonkeyPatch, factors: tuple[Factor, ...], wide: int
) -> None:
    block = arranged(factors, wide)
    boxes = painted(block, wide, monkeypatch)
    for one, other in combinations(boxes, 2):
        assert not one.intersects(other)
    assert all(block.band.contains(box) for box in boxes)


def test_a_short_sum_keeps_its_height_and_size(desk: QApplication) -> None:
    block = arranged(PLAIN, 776)
    assert (block.size, block.high) == (theme.TITLE, HEIGHT)
    assert block.captions == tuple((factor.caption,) for factor in PLAIN)


def test_a_long_one_grows_by_a_line_at_a_time(desk: QApplication) -> None:
    block = arranged(LIMITED, 776)
    deep = max(len(caption) for caption in block.captions)
    assert deep > 1
    assert block.high == HEIGHT + (deep - 1) * CAPTION
    assert [" ".join(caption) for caption in block.captions] == [factor.caption for factor in LIMITED], "no word broken"


def test_lines_are_no_narrower_than_the_factor_over_them(desk: QApplication) -> None:
    assert broken(Factor("600 000 000 mg/m²", "protocol, once"), 4) == ("protocol, once",)
    assert broken(Factor("6", "protocol, once"), 4) == ("protocol,", "once")
    assert broken(Factor("5 mg", "one two three"), 1) == ("one two three",)
    assert broken(Factor("5 mg", "one two three"), 3) == ("one", "two", "three")
