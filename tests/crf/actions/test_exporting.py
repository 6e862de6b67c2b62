"""Exporting: what stands in the files, that the same state gives the same bytes, and that nothing is left half done."""

from __future__ import annotations

import hashlib
import json
from datetime import timedelta
from pathlib import Path

import pytest

from crf.actions.amending import amend
from crf.actions.commit import Change, commit
from crf.actions.dictionaries import load_dictionary
from crf.actions.enrol import enrol, rename
from crf.actions.entering import Entering, new_place
from crf.actions.exporting import export_data, export_files
from crf.actions.locking import lock_subject
from crf.actions.querying import open_query
from crf.actions.session import Session, identify
from crf.actions.skipping import skip_visit
from crf.actions.verifying import verify
from crf.actions.verifying_source import verify_form
from crf.forms.record import Answer, Edit, Place
from tests import workbooks
from tests.crf.actions.conftest import CTX, SIGNS, Clock, Fill
from tests.crf.actions.exported import exported, files, rows
from tests.second_version import second_version

VS, AE = "forms/VS", "forms/AE"
WHY = "Protocol amendment 1"


def test_the_answers_stand_as_stored_with_what_is_said_beside_them(
    session: Session, uid: str, weighed: Fill, tmp_path: Path
) -> None:
    weighed("COND", "CTX", **CTX)
    out = exported(session, tmp_path / "out")
    screening, conditioning = rows(out, VS)
    assert (screening["subject"], screening["event"], screening["visit"]) == ("01-001", "SCR", "Screening")
    assert (screening["WEIGHT"], screening["WEIGHT.unit"], screening["TEMP"]) == ("60", "kg", "36.5")
    assert (screening["VSDAT"], screening["VSTIM"], conditioning["event"]) == ("2026-02-16", "09:05", "COND")
    (dose,) = rows(out, "forms/CTX")
    assert (dose["DOSEPLAN"], dose["ECROUTE"], dose["ECROUTE.label"]) == ("994.99", "IV", "Intravenous")
    assert [line["subject"] for line in rows(out, "subjects")] == ["01-001"]
    assert {line["event"] for line in rows(out, "visits")} >= {"SCR", "COND", "D1"}


def test_every_file_is_listed_with_its_digest_and_every_column_told(
    session: Session, weighed: Fill, tmp_path: Path
) -> None:
    done = export_data(session, tmp_path / "out")
    found = files(done.path)
    told = json.loads(found.pop("manifest.json"))
    assert {one["file"]: one["sha256"] for one in told["files"]} == {
        name: hashlib.sha256(data).hexdigest() for name, data in found.items()
    }
    head = session.file.head()
    assert told["head"] == {"origin": head.origin, "n": head.n, "digest": head.digest}
    assert (told["fingerprint"], told["as_of"]) == (session.file.build().fingerprint, "2026-03-05T12:04:00+01:00")
    columns = rows(done.path, "columns")
    assert {(one["file"], one["column"]) for one in columns} == {
        (name, column) for name in found if name != "columns.csv" for column in rows_head(found[name])
    }
    assert all(one["label"] for one in columns)
    asked = {one["item"] for one in rows(done.path, "codebook") if one["form"] == "VS"}
    assert asked == {one.id for one in session.study.form("VS").items}


def rows_head(data: bytes) -> list[str]:
    """The names of the columns of a file."""
    return data.decode("utf-8").split("\r\n", 1)[0].split(",")


@pytest.mark.req("PA-213")
def test_the_same_state_gives_the_same_bytes_whoever_exports_when(
    session: Session, weighed: Fill, clock: Clock, tmp_path: Path
) -> None:
    record = session.file.head()
    first = files(exported(session, tmp_path / "a"))
    clock.at += timedelta(days=400)
    assert files(exported(session, tmp_path / "b")) == first
    assert session.file.head() == record, "an export is no act of the record"
    assert [act.verb for act in session.file.acts("", stream="access")] == ["export", "export"]
    then = session.file.acts()[-1].id
    weighed("COND", "VS", "Typing error", WEIGHT="61")
    assert files(exported(session, tmp_path / "c")) != first
    assert files(exported(session, tmp_path / "d", upto=then)) == first
    assert verify(session.path).troubles == ()


@pytest.mark.req("PA-213")
def test_an_amendment_changes_nothing_of_an_export_as_of_before_it(
    session: Session, weighed: Fill, tmp_path: Path
) -> None:
    first = files(exported(session, tmp_path / "a"))
    then = session.file.acts()[-1].id
    amend(session, str(second_version(tmp_path / "second")), WHY)
    later = exported(session, tmp_path / "b")
    assert "WAISTX" in rows(later, VS)[0]
    assert [one["version"] for one in json.loads(files(later)["manifest.json"])["definitions"]] == ["1", "2"]
    assert files(exported(session, tmp_path / "c", upto=then)) == first


@pytest.mark.req("PA-016")
def test_a_corrected_number_stands_in_new_exports_the_old_one_as_of_before_and_both_in_the_journal(
    session: Session, uid: str, path: Path, clock: Clock, weighed: Fill, tmp_path: Path
) -> None:
    clock.at += timedelta(hours=1)
    rename(session, uid, "01-002", "Typing error")
    session.close()
    new = export_files(path, tmp_path / "new", subject="01-002").path
    assert {line["subject"] for line in rows(new, VS)} == {"01-002"}
    (who,) = rows(new, "subjects")
    assert (who["subject"], who["former_numbers"], who["subject_uid"]) == ("01-002", "01-001", uid)
    (change,) = [line for line in rows(new, "audit") if line["verb"] == "renumber"]
    assert (change["old"], change["new"], change["reason"]) == ("01-001", "01-002", "Typing error")
    assert (change["what"], change["person"]) == ("number", "B. Sample")
    for number in ("01-001", "01-002"):  # as she was called then, and as she is called now
        old = export_files(path, tmp_path / f"as-{number}", subject=number, as_of="2026-03-05T12:30").path
        assert {line["subject"] for line in rows(old, VS)} == {"01-001"}
        assert [line["former_numbers"] for line in rows(old, "subjects")] == [""]


@pytest.mark.req("PA-228")
def test_a_code_that_an_amendment_removed_is_exported_raw_with_its_finding(
    session: Session, uid: str, fill: Fill, tmp_path: Path
) -> None:
    fill("SCR", "LVEF", CVPERF="Y", CVMETHOD="MUGA")
    folder = second_version(tmp_path / "second")
    for file in (folder / "codelists.toml", folder / "forms" / "lvef.toml"):
        file.write_text(file.read_text(encoding="utf-8").replace('"MUGA"', '"SPECT"'), encoding="utf-8")
    amend(session, str(folder), WHY)
    out = exported(session, tmp_path / "out")
    (row,) = rows(out, "forms/LVEF")
    assert (row["CVMETHOD"], row["CVMETHOD.label"]) == ("MUGA", "MUGA")
    codes = [one for one in rows(out, "codelists") if one["code"] in ("MUGA", "SPECT")]
    assert [(one["code"], one["in_force"], one["definition"]) for one in codes] == [
        ("SPECT", "Y", "2"),
        ("MUGA", "", "1"),
    ]
    (found,) = [one for one in rows(out, "findings") if one["check"] == "withdrawn"]
    assert (found["item"], "MUGA" in found["finding"]) == ("CVMETHOD", True)


@pytest.mark.req("PA-249")
def test_a_coded_event_keeps_term_code_version_and_criterion_in_the_export(
    session: Session, uid: str, tmp_path: Path
) -> None:
    entering = Entering(session, uid, Place("LOG", "AE", "", "1"))
    for line, item, raw in ((0, "AETERM", "pneumonia"), (0, "AEDECOD", "10061229"), (1, "AETOXGR", "3")):
        entering.edit(Edit(line, item, raw))
    entering.save("")
    before = exported(session, tmp_path / "a")
    coded = ("AETERM", "AEDECOD", "AEDECOD.label", "AEDECOD.version", "AEDECOD.soc", "AEDICTV")
    (row,), (grade,) = rows(before, AE), rows(before, "forms/AE-AE.GRADE")
    assert [row[name] for name in coded] == [
        "pneumonia", "10061229", "Lung infection", "5.0", "Infections and infestations", "5.0",
    ]  # fmt: skip
    assert grade["AETOXGR"] == "3"
    assert grade["AECRIT"].startswith("IV antibiotic, antifungal")
    load_dictionary(session, workbooks.later(tmp_path / "CTCAE_v6.0.xlsx"))
    folder = second_version(tmp_path / "second")
    head = folder / "study.toml"
    head.write_text(head.read_text(encoding="utf-8").replace('\nctcae = "5.0"', '\nctcae = "6.0"', 1), encoding="utf-8")
    amend(session, str(folder), WHY)
    after = exported(session, tmp_path / "b")
    assert [rows(after, AE)[0][name] for name in coded] == [row[name] for name in coded]
    assert rows(after, "forms/AE-AE.GRADE")[0]["AECRIT"] == grade["AECRIT"]
    (loaded,) = [one for one in rows(after, "audit") if one["what"] == "dictionary"]
    assert loaded["new"].startswith("sha256:"), "a whole dictionary doesn't stand in a cell"


@pytest.mark.req("PA-083")
def test_no_two_rows_share_all_that_tells_them_apart(session: Session, uid: str, fill: Fill, tmp_path: Path) -> None:
    for words in ("nausea", "rash"):
        entering = Entering(session, uid, new_place(session, "LOG", "AE"))
        for line, item, raw in ((0, "AETERM", words), (1, "AETOXGR", "1"), (2, "AETOXGR", "2")):
            entering.edit(Edit(line, item, raw))
        entering.save()
    out = exported(session, tmp_path / "out")
    keys = ("subject", "event", "event_key", "form", "form_key")
    assert len({tuple(row[key] for key in keys) for row in rows(out, AE)}) == 2
    assert [row["row"] for row in rows(out, AE)] == ["1", "2"]
    lines = rows(out, "forms/AE-AE.GRADE")
    assert len({tuple(row[key] for key in (*keys, "line")) for row in lines}) == len(lines) == 4


def test_what_was_said_of_the_answers_stands_in_tables_of_its_own(
    session: Session, uid: str, weighed: Fill, tmp_path: Path
) -> None:
    place = Place("SCR", "VS")
    skip_visit(session, uid, "D4", "", "Holiday")
    identify(session, "M. Specimen", "monitor")
    open_query(session, uid, place, (0, "WEIGHT"), "Is this the weight of the record?")
    verify_form(session, uid, Place("COND", "VS"))
    identify(session, "D. Manager", "data")
    lock_subject(session, uid, "Frozen for the interim analysis")
    out = exported(session, tmp_path / "out")
    (query,) = rows(out, "queries")
    assert [query[name] for name in ("item", "step", "did", "person", "text")] == [
        "WEIGHT", "1", "opened", "M. Specimen", "Is this the weight of the record?",
    ]  # fmt: skip
    marks = rows(out, "marks")
    assert {(one["mark"], one["state"]) for one in marks} == {("verified", "holds"), ("locked", "holds")}
    assert {one["item"] for one in marks if one["mark"] == "verified"} >= {"WEIGHT", *SIGNS}
    assert [one["lock"] for one in rows(out, "subjects")] == ["Frozen for the interim analysis"]
    assert {one["event"]: one["skipped"] for one in rows(out, "visits")}["D4"] == "Holiday"
    assert {one["status"] for one in rows(out, VS)} == {"locked"}


def test_the_journal_has_every_act_and_entry_with_old_and_new_value(
    session: Session, uid: str, weighed: Fill, tmp_path: Path
) -> None:
    weighed("COND", "VS", "Read again", WEIGHT="61")
    found = rows(exported(session, tmp_path / "out"), "audit")
    assert sum(bool(one["entry_digest"]) for one in found) == session.file.entry_count()
    assert {int(one["act"]) for one in found} == {act.id for act in session.file.acts()}
    (change,) = [one for one in found if one["verb"] == "correct" and one["item"] == "WEIGHT"]
    told = ("old", "new", "reason", "person", "role", "at_local", "event", "definition", "what")
    assert [change[name] for name in told] == [
        "60", "61", "Read again", "B. Sample", "coordinator", "2026-03-05T12:04:00+01:00", "COND", "1", "answer",
    ]  # fmt: skip


def test_one_subject_alone_and_the_forms_of_the_site(session: Session, uid: str, fill: Fill, tmp_path: Path) -> None:
    other = enrol(session, "01-002")
    fill("SCR", "VS", WEIGHT="60")
    site = Entering(session, "", Place("SITE", "LR"))
    site.edit(Edit(0, "LRNAM", "Laboratory 01"))
    site.save()
    whole = exported(session, tmp_path / "whole")
    (limits,) = rows(whole, "forms/LR")
    assert (limits["LRNAM"], limits["subject"], limits["row"]) == ("Laboratory 01", "", "1")
    assert len(rows(whole, "subjects")) == 2
    hers = exported(session, tmp_path / "hers", uid=other)
    assert [one["subject"] for one in rows(hers, "subjects")] == ["01-002"]
    assert not (hers / "forms").exists(), "nothing is entered of her"
    assert {one["subject"] for one in rows(hers, "audit")} == {"01-002"}


def test_a_missing_code_that_an_item_no_longer_may_have_keeps_its_column(
    session: Session, uid: str, tmp_path: Path
) -> None:
    commit(session, "enter", uid, [Change(Place("SCR", "VS"), 0, "HEIGHT", Answer(missing="NA"))])
    (row,) = rows(exported(session, tmp_path / "out"), VS)
    assert (row["HEIGHT"], row["HEIGHT.missing"]) == ("", "NA")
    assert "WEIGHT.missing" not in row or session.study.form("VS").item("WEIGHT").missing


def test_a_form_named_like_a_device_of_windows_has_a_file_there_too(session: Session, tmp_path: Path) -> None:
    folder = second_version(tmp_path / "second")
    for file in folder.rglob("*.toml"):
        file.write_text(file.read_text(encoding="utf-8").replace("CALX", "CON"), encoding="utf-8")
    amend(session, str(folder), WHY)
    site = Entering(session, "", Place("SITE", "CON"))
    site.edit(Edit(0, "CALBY", "Weigh Ltd"))
    site.save()
    found = files(exported(session, tmp_path / "out"))
    assert {name for name in found if "CON" in name} == {"forms/CON_.csv"}
    assert b"forms/CON_.csv" in found["manifest.json"]
