"""The calendar, the findings, the logs and the site can be read: in both themes at 1280 × 720 nothing is cut off."""

from __future__ import annotations

from pathlib import Path

import pytest

from crf.actions.demo import demo
from tests.journeys.conftest import Open
from tests.journeys.hands import CTRL, Hands, Key
from tests.journeys.test_look import look

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")  # the offscreen platform's remark on any window


@pytest.fixture(scope="session")
def casebook_shown(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo's casebook."""
    return demo(tmp_path_factory.mktemp("demo"))


def look_through(hands: Hands) -> None:
    """Every tab of the page at the front, from its first row to its last."""
    for tab in hands.page.tabs.tabs:
        hands.page.tabs.picked.emit(tab.id)
        look(hands)
        hands.key(Key.Key_End)
        look(hands)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_calendar_findings_and_site_can_be_read(start: Open, casebook_shown: Path, scheme: str) -> None:
    hands = start(casebook_shown, scheme=scheme)
    hands.clock.set("2026-11-20T10:00")
    for key, place in ((Key.Key_2, "calendar"), (Key.Key_4, "findings"), (Key.Key_5, "queries"), (Key.Key_7, "site")):
        hands.key(key, held=CTRL)
        assert hands.window.rail.lit == place
        look_through(hands)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_log_of_a_subject_can_be_read(start: Open, casebook_shown: Path, scheme: str) -> None:
    hands = start(casebook_shown, scheme=scheme)
    hands.clock.set("2026-11-20T10:00")
    hands.key(Key.Key_1, held=CTRL)
    hands.key(Key.Key_Home, Key.Key_Return)
    for log in hands.page.page.logs:
        if log.form != "AE":
            hands.window.show_subject(hands.window.uid, log.form)
            look(hands)
