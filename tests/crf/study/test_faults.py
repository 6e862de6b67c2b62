"""Each fault a definition can have is told with its file, its key and its mend; many are told at once."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from crf.faults import DefinitionFault
from crf.study.reader import inspect, read, shipped, version_folder
from crf.study.verifier import verify
from tests.crf.study.small import write

DATA = Path(__file__).resolve().parents[2] / "data" / "definition_faults.json"
CASES = json.loads(DATA.read_text(encoding="utf-8"))
"""A change in the small definition, and every fault that follows: no more, no less."""

NK_ACT = shipped()[0]


def told(folder: Path) -> list[str]:
    return [str(fault) for fault in inspect(folder).faults]


def test_the_small_definition_is_sound(tmp_path: Path) -> None:
    assert told(write(tmp_path)) == []
    assert read(tmp_path).id == "TOY-1"


@pytest.mark.req("PA-235")
@pytest.mark.parametrize("case", CASES, ids=[str(case["faults"])[2:100] for case in CASES])
def test_a_fault_is_told_once_in_its_place(tmp_path: Path, case: dict[str, object]) -> None:
    folder = write(tmp_path, (str(case["file"]), str(case["old"]), str(case["new"])))
    assert told(folder) == case["faults"]


def test_each_fault_names_its_mend(tmp_path: Path) -> None:
    sentences = {str(line) for case in CASES for line in case["faults"]}
    assert len(sentences) > 100
    assert all(line.partition(": ")[2].count(" ") >= 3 for line in sentences)


def change(folder: Path, file: str, old: str, new: str) -> None:
    text = (folder / file).read_text(encoding="utf-8")
    assert old in text, (file, old)
    (folder / file).write_text(text.replace(old, new, 1), encoding="utf-8")


ONE_OF_EACH = (
    ("study.toml", 'title = "NK', 'titel = "NK'),  # unknown key, near miss
    (
        "study.toml",
        'weight_age = { value = "7", unit = "days", label = "Age of a weight", source = "site default" }',
        'weight_age = { value = "7", unit = "days", label = "Age of a weight", source = "" }',
    ),  # no source
    ("study.toml", "first = -28\nlast = -3", "first = -3\nlast = -28"),  # window reversed
    ("study.toml", "first = 7\nlast = 9", "first = 0\nlast = 9"),  # day 0
    ("study.toml", "day = 15", 'day = "15"'),  # text for a number
    ("study.toml", 'phase = "On treatment"\nforms = ["', 'phase = "On treatment"\nforms = ["CTY", "'),  # dangling
    ("study.toml", 'anchor = "NK"', 'anchor = "NKI"'),  # dangling anchor
    (
        "codelists.toml",
        '[[codelist]]\nid = "EVAL"',
        '[[codelist]]\nid = "WHYNOT"\nname = "x"\nchoice = []\n[[codelist]]\nid = "EVAL"',
    ),
    ("groups.toml", 'codelist = "WHYMOD"', 'codelist = "WHYMOED"'),  # dangling code list, shared
    ("groups.toml", 'fires = "ECSTDAT > ECEXPDAT"', 'fires = "ECSTDAT >"'),  # unreadable expression
    ("forms/ctx.toml", 'rule = "600 mg/m2 x BSA({bsa_formula})"', 'rule = "600 mg/m2"'),  # rule unreadable
    ("forms/ctx.toml", "method = 'dose(planned, DOSEHT, DOSEWT)'", "method = 'dose(planned, DOSEWT, DOSEHT)'"),
    ("forms/tra.toml", "decimals = 2", 'decimals = "2"'),
    ("forms/tra.toml", "'dose(if(ECPHASE = \"L\", loading, maintenance), DOSEWT)'", "'DOSEPLAN'"),  # cycle
    ("forms/per.toml", "[rule.loading]", "[rule.loding]"),  # dangling rule
    ("forms/vs.toml", 'on = "DIABP"', 'on = "DIASBP"'),  # dangling item
    ("forms/tlt.toml", '  { TLTEVAL = "Y", TLTYN = "N", fires = false },\n', ""),  # no silent example
    ("forms/tlt.toml", 'anchor("NK")\'\nhelp', 'anchor("NKK")\'\nhelp'),
    (
        "forms/ae.toml",
        '[[group.item]]\nid = "AESI"',
        '[[group.item]]\nid = "AESER"\nask = "x"\ntype = "text"\n[[group.item]]\nid = "AESI"',
    ),  # item twice
)
TOLD = (
    "study.toml: study, titel: the key “titel” is unknown; did you mean “title”?",
    "study.toml: number weight_age, source: weight_age names no source; add where it was taken from, or “site "
    "default”.",
    "study.toml: event SCR, last: the window ends on day -28, before it starts on day -3; exchange them.",
    "study.toml: event D8, first: there is no day 0; the day before D1 is −1.",
    'study.toml: event D15, day: “day” must be a whole number without quotes, not "15".',
    "study.toml: event COND, forms: the form “CTY” isn't defined; did you mean CTX?",
    "study.toml: study, tlt_anchor: the anchor “NKI” isn't defined; did you mean NK?",
    "codelists.toml: codelist WHYNOT: “WHYNOT” stands there twice; give one of them another id.",
    "codelists.toml: codelist WHYNOT: the code list “WHYNOT” has no choice; add one.",
    "groups.toml: group DRUG.MODIFIED, item ECADJ, codelist (form CTX, form TRA, form PER, form NK, form IL2): "
    "the code list “WHYMOED” isn't defined; did you mean WHYMOD?",
    "groups.toml: group DRUG.PRODUCT, check 11, fires (form CTX, form TRA, form PER, form NK, form IL2): "
    "“ECSTDAT >” can't be read at column 10. Write items in capitals, numbers of the definition in small letters, "
    "and close every bracket.",
    "forms/tra.toml: form TRA, item DOSEPLAN, method: the derivations TRA.DOSEPLAN → TRA.DOSEPLAN lead back to "
    "themselves; let one of them rest on entered items only.",
    'forms/tra.toml: form TRA, item DOSEWTCH, decimals: “decimals” must be a whole number without quotes, not "2".',
    "forms/per.toml: form PER, sum, rule: the number “loading” isn't defined; did you mean loding?",
    "forms/vs.toml: form VS, check VS-02, on: the item “DIASBP” isn't defined; did you mean DIABP?",
    "forms/tlt.toml: form TLT, check TLT-02, try: TLT-02 needs at least one example that fires it and one that "
    "keeps it silent.",
    "forms/tlt.toml: form TLT, item TLTFIRST, method: the anchor “NKK” isn't defined; did you mean NK?",
    "forms/ae.toml: form AE, item AESER: “AESER” stands there twice; give one of them another id.",
)  # fmt: skip


@pytest.mark.req("PA-235")
def test_one_of_each_fault_is_told_in_one_go(tmp_path: Path) -> None:
    folder = tmp_path / "1"
    shutil.copytree(NK_ACT, folder)
    for file, before, after in ONE_OF_EACH:
        change(folder, file, before, after)
    lines = told(folder)
    for expected in TOLD:
        assert expected in lines, "\n".join(lines)
    assert any(line.startswith("forms/ctx.toml: form CTX, rule planned, rule: The dose rule") for line in lines)
    assert len(lines) == len(set(lines))


@pytest.mark.req("PA-235")
def test_a_definition_with_faults_makes_nothing(tmp_path: Path) -> None:
    folder = write(
        tmp_path, ("study.toml", "day = 8", 'day = "8"'), ("forms/ae.toml", 'ask = "Event"', 'aks = "Event"')
    )
    with pytest.raises(DefinitionFault) as refused:
        read(folder)
    assert str(refused.value) == f"{folder} has 2 faults; nothing was made from it."
    assert len(refused.value.faults) == 2


def test_a_study_is_verified_without_its_files_too() -> None:
    study = read(NK_ACT)
    assert verify(study) == []


def test_what_follows_from_an_unreadable_file_is_not_told(tmp_path: Path) -> None:
    for file, text in (
        ("study.toml", "study = "),
        ("codelists.toml", "[[codelist]\n"),
        ("groups.toml", "group ="),
        ("forms/ae.toml", "id = AE"),
    ):
        folder = tmp_path / file.replace("/", "-")
        write(folder)
        (folder / file).write_text(text, encoding="utf-8")
        (line,) = told(folder)
        assert line.startswith(f"{file}: is no TOML: "), line
        assert "(at line 1, column" in line or "at end of document" in line
        assert line.endswith(". Mend the line named.")


def test_a_fault_that_stands_by_itself_is_told_beside_an_unreadable_file(tmp_path: Path) -> None:
    folder = write(tmp_path, ("forms/dose.toml", 'on = "GIVEN"', 'on = "GIVN"'))
    (folder / "forms" / "ae.toml").write_bytes(b'id = "AE"\nname = "\xe9v\xe9nement"\n')
    assert told(folder) == [
        "forms/ae.toml: isn't UTF-8 in line 2. Save the file in UTF-8.",
        "forms/dose.toml: form DOSE, check DOSE-02, on: the item “GIVN” isn't defined; did you mean GIVEN?",
    ]


def test_a_byte_order_mark_is_no_fault(tmp_path: Path) -> None:
    folder = write(tmp_path)
    for file in folder.rglob("*.toml"):
        file.write_bytes(b"\xef\xbb\xbf" + file.read_bytes())
    assert told(folder) == []


def test_a_file_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    folder = write(tmp_path)
    (folder / "groups.toml").unlink()
    (folder / "groups.toml").mkdir()
    assert told(folder) == ["groups.toml: can't be read: Is a directory. Check that the file is there and may be read."]


def test_optional_files_may_be_missing(tmp_path: Path) -> None:
    changes = (
        ("forms/dose.toml", '[[group.item]]\nuse = "COMMON"\n', ""),
        ("forms/dose.toml", 'show = "not missing(NOTE)"\n', ""),
        (
            "forms/dose.toml",
            'type = "choices"\ncodelist = "WHY"\noffer = "CHOICE != \'B\' or GIVEN > 0"',
            'type = "text"',
        ),
    )
    folder = write(tmp_path, *changes)
    (folder / "groups.toml").unlink()
    (folder / "codelists.toml").unlink()
    assert told(folder) == []


def test_a_form_without_id_is_told_and_nothing_that_follows(tmp_path: Path) -> None:
    folder = write(tmp_path, ("forms/ae.toml", 'id = "AE"\n', ""))
    assert told(folder) == ["forms/ae.toml: form ?, id: the key “id” is missing; add it."]


def test_an_empty_form_file_leaves_its_form_undefined(tmp_path: Path) -> None:
    folder = write(tmp_path)
    (folder / "forms" / "ae.toml").write_text("# nothing yet\n", encoding="utf-8")
    assert "study.toml: study, forms: the form “AE” isn't defined; did you mean DOSE?" in told(folder)


def test_the_folder_must_hold_a_definition(tmp_path: Path) -> None:
    for folder, sentence in (
        (tmp_path / "gone", "isn't there. Name a folder with a study.toml in it."),
        (tmp_path, "holds no study definition. Name a folder with a study.toml in it."),
    ):
        with pytest.raises(DefinitionFault) as refused:
            version_folder(folder)
        assert str(refused.value) == f"{folder} {sentence}"
    file = tmp_path / "study.toml"
    file.write_text("", encoding="utf-8")
    with pytest.raises(DefinitionFault, match=r"is a file\. Name the folder that holds study\.toml\."):
        version_folder(file)
    with pytest.raises(
        DefinitionFault, match=r"can't be read: File name too long\. Check that the folder may be read\."
    ):
        version_folder(tmp_path / ("x" * 300))


def test_the_newest_version_counts_by_its_figures(tmp_path: Path) -> None:
    for version in ("1.9", "1.10", "1.2"):
        write(tmp_path / version)
    assert version_folder(tmp_path).name == "1.10"
    assert version_folder(tmp_path / "1.2").name == "1.2"


def test_every_shipped_study_is_sound() -> None:
    assert [folder.parent.name for folder in shipped()] == ["nk-act-bc"]
    for folder in shipped():
        assert told(folder) == []
