"""The door without a screen: every command of it, what it prints, and how it ends."""

from __future__ import annotations

import csv
import io
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result
from pypdf import PdfReader
from sqlcipher3 import dbapi2 as sqlcipher

from crf import VERSION
from crf.actions.session import Person, new_casebook, open_casebook
from crf.cli import cli

ROOT = Path(__file__).parents[2]
STUDY = "NK-ACT-BC_2020"
DEFINITION = ROOT / "resources" / "studies" / "nk-act-bc"


def run(*arguments: str | Path) -> Result:
    """A command in this process."""
    return CliRunner().invoke(cli, [str(one) for one in arguments], prog_name="casebook")


def program(*arguments: str | Path, given: str | bytes = b"") -> subprocess.CompletedProcess[bytes]:
    """The program as a person starts it."""
    data = given.encode() if isinstance(given, str) else given
    command = [sys.executable, "main.py", *map(str, arguments)]
    return subprocess.run(command, input=data, capture_output=True, check=False, cwd=ROOT)


def refused(result: Result) -> str:
    """The one plain line with which a command was refused."""
    assert result.exit_code == 2, result.output
    assert result.stdout == ""
    (line,) = result.stderr.splitlines()
    return line


def words_of(path: Path) -> str:
    """All text of a PDF."""
    return "\n".join(page.extract_text() for page in PdfReader(path).pages)


# What the README promises


def promised() -> list[str]:
    """The command lines of the README's table."""
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    block = text.split("## Without a screen")[1].split("## ")[0]
    return [line.strip() for line in block.splitlines() if line.startswith("    casebook ")]


@pytest.mark.parametrize("line", promised())
def test_the_readme_promises_nothing_that_is_not_there(line: str) -> None:
    used = re.split(r" {2,}", line)[0].replace("[", " ").replace("]", " ").split()[1:]
    command: click.Command = cli
    while isinstance(command, click.Group) and used and used[0] in command.commands:
        command = command.commands[used.pop(0)]
    assert isinstance(command, click.Command)
    assert command is cli or used, line
    assert command is not cli or used in ([], ["FILE"]), line
    known = {option for one in command.params for option in one.opts}
    assert {word for word in used if word.startswith("--")} <= known


def test_every_command_is_in_the_readme() -> None:
    told = " ".join(promised())
    names = [name for name in cli.commands if not isinstance(cli.commands[name], click.Group)]
    assert [name for name in (*names, "study check") if f"casebook {name}" not in told] == []


def test_version_and_help() -> None:
    assert run("--version").output == f"casebook, version {VERSION}\n"
    told = run("--help")
    assert told.exit_code == 0
    for name in cli.commands:
        assert re.search(rf"^  {name} ", told.output, re.MULTILINE), name


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["frob"], "There is no command frob."),
        (["verfy"], "There is no command verfy; perhaps verify."),
        (["--frob"], "There is no option --frob."),
        (["verify", "--frob", "x"], "There is no option --frob."),
        (["print", "--outt", "x"], "There is no option --outt; perhaps --out."),
        (["print", "--out"], "The option --out needs a value behind it."),
        (["verify"], "FILE is missing."),
        (["verify", "a", "b"], "unexpected extra argument"),
        (["new", "a.casebook"], "--study is missing."),
        (["calculate", "frob"], "NAME can be: bsa, dose, "),
        (["print", "a.casebook", "--out", "x", "--paper", "B5"], "--paper can be: A4, Letter."),
        (["study", "frob"], "There is no command frob."),
        (["print", "--out", "x"], "Name a casebook file, or a study with --study"),
        (["print", "a.casebook", "--study", STUDY, "--out", "x"], "Name a casebook file, or a study with --study"),
    ],
)
def test_wrong_use_is_told_in_one_line(arguments: list[str], told: str) -> None:
    line = refused(run(*arguments))
    assert told in line
    assert re.search(r"See casebook( \w+)? --help\.$", line)


# A casebook


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[Path]]:
    """The demo's casebook and its prints, made once by the command."""
    folder = tmp_path_factory.mktemp("demo") / "out"
    result = run("demo", folder)
    assert result.exit_code == 0, result.output
    first, *others = (Path(line) for line in result.output.splitlines())
    return first, others


def test_demo_enters_and_prints_and_tells_the_paths(demo: tuple[Path, list[Path]]) -> None:
    casebook, prints = demo
    assert casebook.name == "demo.casebook"
    assert sorted(path.name for path in casebook.parent.glob("*.pdf")) == sorted(path.name for path in prints)
    assert len(prints) >= 7 + 1
    text = words_of(casebook.parent / "01-001.pdf")
    for words in (STUDY, "01-001", "1017.37", "850 478", "Nausea"):
        assert words in text.replace("\xa0", " "), words


def test_a_second_demo_is_refused_and_the_first_stays(demo: tuple[Path, list[Path]]) -> None:
    before = demo[0].read_bytes()
    assert "demo.casebook" in refused(run("demo", demo[0].parent))
    assert demo[0].read_bytes() == before


def test_a_demo_of_no_study(tmp_path: Path) -> None:
    assert STUDY in refused(run("demo", tmp_path / "out", "--study", "OTHER"))
    assert not (tmp_path / "out").exists()


def test_the_demo_verifies(demo: tuple[Path, list[Path]]) -> None:
    result = run("verify", demo[0])
    assert result.exit_code == 0
    whole = r"The casebook is whole: \d+ acts, \d+ entries, journal head [0-9a-f]{64}\.\n"
    signed = r"Signatures: \d+ hold, \d+ ended because an answer was changed since\.\n"
    assert re.fullmatch(f"{whole}({signed}(.+: changed since the signature of .+\n)*)?", result.output)


def test_verify_names_the_entry_somebody_changed(demo: tuple[Path, list[Path]], tmp_path: Path) -> None:
    path = tmp_path / "tampered.casebook"
    shutil.copyfile(demo[0], path)
    with sqlcipher.connect(path) as base:
        for (name,) in base.execute("SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'entry'"):
            base.execute(f"DROP TRIGGER {name}")
        base.execute("UPDATE entry SET value = '1021' WHERE item = 'DOSEPRES' AND value = '1020'")
    base.close()
    result = run("verify", path)
    assert result.exit_code == 1
    assert "DOSEPRES" in result.output


def test_printing_a_subject_a_form_and_as_of(demo: tuple[Path, list[Path]], tmp_path: Path) -> None:
    asked = ("print", demo[0], "--out", tmp_path, "--subject", "01-001", "--event", "COND", "--form", "CTX")
    result = run(*asked)
    assert result.exit_code == 0, result.output
    (path,) = (Path(line) for line in result.output.splitlines())
    assert "CY-4471" in words_of(path)
    path.unlink()
    assert run(*asked, "--as-of", "2026-03-05T12:00").exit_code == 0
    assert "CY-4417" in words_of(path), "as it stood before the correction"


def test_a_time_prints_those_who_were_enrolled_then(demo: tuple[Path, list[Path]], tmp_path: Path) -> None:
    result = run("print", demo[0], "--out", tmp_path, "--as-of", "2026-02-17", "--event", "SCR", "--form", "IC")
    assert result.exit_code == 0, result.output
    assert [path.name for path in tmp_path.iterdir()] == ["01-001-SCR-IC.pdf"]


def test_the_same_state_prints_the_same_bytes(demo: tuple[Path, list[Path]], tmp_path: Path) -> None:
    asked = ("print", demo[0], "--subject", "01-001", "--event", "D2")
    one, other = (run(*asked, "--out", tmp_path / name).output.strip() for name in ("a", "b"))
    assert Path(one).read_bytes() == Path(other).read_bytes()


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        (["--subject", "01-099"], "01-099"),
        (["--event", "D99"], "D99"),
        (["--form", "NOPE"], "NOPE"),
        (["--as-of", "yesterday"], "yesterday"),
        (["--as-of", "1999-01-01"], "No subject was enrolled yet at 1999-01-01"),
        (["--as-of", "2026-03-05", "--subject", "01-007"], "01-007 wasn't enrolled yet at 2026-03-05"),
        (["--subject", "01-002", "--event", "D2"], "Nothing fits what was asked"),
    ],
)
def test_what_cannot_be_printed(demo: tuple[Path, list[Path]], tmp_path: Path, asked: list[str], told: str) -> None:
    assert told in refused(run("print", demo[0], "--out", tmp_path, *asked))
    assert not list(tmp_path.iterdir())


def test_blank_forms_of_a_study(tmp_path: Path) -> None:
    result = run("print", "--study", "nk-act-bc", "--blank", "--form", "CTX", "--paper", "Letter", "--out", tmp_path)
    assert result.exit_code == 0, result.output
    page = PdfReader(result.output.strip()).pages[0]
    assert (round(page.mediabox.width), round(page.mediabox.height)) == (612, 792)
    assert "Was the dose given?" in page.extract_text()


def test_a_new_casebook(tmp_path: Path) -> None:
    path = tmp_path / "site07.casebook"
    result = run("new", path, "--study", "nk-act-bc", "--site", "07", "--name", "M. Ruiz", "--role", "nurse")
    assert (result.exit_code, result.stdout) == (0, f"{path}\n")
    assert "not protected by a password" in result.stderr
    made = open_casebook(path)
    assert (made.site, made.person, made.study.id) == ("07", Person("M. Ruiz", "nurse"), STUDY)
    made.close()
    assert run("verify", path).exit_code == 0


def test_a_new_plain_casebook_says_no_more_than_its_path(tmp_path: Path) -> None:
    path = tmp_path / "a.casebook"
    result = run("new", path, "--study", STUDY, "--site", "1", "--timezone", "America/Lima", "--plain")
    assert result.output == f"{path}\n"
    made = open_casebook(path)
    assert made.now().utcoffset().total_seconds() == -5 * 3600
    made.close()


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        (["--study", "OTHER", "--site", "1"], STUDY),
        (["--study", STUDY, "--site", " "], "site"),
        (["--study", STUDY, "--site", "1", "--role", "king"], "coordinator"),
        (["--study", STUDY, "--site", "1", "--name", " "], "name"),
        (["--study", STUDY, "--site", "1", "--timezone", "Mars/Olympus"], "Mars/Olympus"),
    ],
)
def test_what_no_casebook_can_be_made_of(tmp_path: Path, asked: list[str], told: str) -> None:
    assert told in refused(run("new", tmp_path / "a.casebook", *asked))
    assert not list(tmp_path.iterdir())


def test_a_new_casebook_never_takes_the_place_of_another(tmp_path: Path) -> None:
    path = tmp_path / "a.casebook"
    new_casebook(path, STUDY, "01", Person("B. Sample", "coordinator")).close()
    before = path.read_bytes()
    assert str(path) in refused(run("new", path, "--study", STUDY, "--site", "01"))
    assert path.read_bytes() == before


# A definition


def test_checking_the_shipped_definition() -> None:
    result = run("study", "check", DEFINITION)
    assert result.exit_code == 0, result.output
    assert STUDY in result.output.splitlines()[0]


@pytest.mark.req("PA-235")
def test_checking_a_broken_definition_lists_every_fault(tmp_path: Path) -> None:
    folder = broken_study(tmp_path)
    result = run("study", "check", folder)
    assert result.exit_code == 1
    for fault in ("ctx.toml", "NOPE", "dm.toml", "frob"):
        assert fault in result.output, fault
    made = run("new", tmp_path / "a.casebook", "--study", folder, "--site", "01")
    assert made.exit_code == 2
    assert "NOPE" in made.stderr
    assert "frob" in made.stderr
    assert not (tmp_path / "a.casebook").exists()


def broken_study(folder: Path) -> Path:
    """A copy of the shipped definition with an unknown reference in one form and an unknown key in another."""
    made = Path(shutil.copytree(DEFINITION / "1", folder / "study"))
    ctx, dm = made / "forms" / "ctx.toml", made / "forms" / "dm.toml"
    ctx.write_text(ctx.read_text(encoding="utf-8").replace('"DRUG.BREAKS"', '"NOPE"'), encoding="utf-8")
    dm.write_text(dm.read_text(encoding="utf-8").replace('id = "AGE"', 'id = "AGE"\nfrob = "yes"'), encoding="utf-8")
    return made


def test_checking_what_is_no_definition(tmp_path: Path) -> None:
    assert str(tmp_path / "none") in refused(run("study", "check", tmp_path / "none"))
    assert run("study", "check", tmp_path).exit_code == 2


def test_study_alone_shows_its_help() -> None:
    result = run("study")
    assert result.exit_code == 2
    assert "check" in result.output


# Tables, in a process of their own: they read and write the standard streams


def test_calculate_gives_one_row_for_each_and_goes_on_after_a_bad_one() -> None:
    table = (
        "formula,height_cm,weight_kg,note\nMosteller,165,60,first\nMosteller,tall,60,second\nMosteller,163,63.5,third\n"
    )
    done = program("calculate", "bsa", given=table)
    rows = list(csv.DictReader(io.StringIO(done.stdout.decode())))
    assert (done.returncode, done.stderr) == (0, b"")
    assert [row["note"] for row in rows] == ["first", "second", "third"]
    assert [row["result"][:8] for row in rows] == ["1.658312", "", "1.695623"]
    assert "tall" in rows[1]["why"]


@pytest.mark.parametrize(("asked", "result"), [([], "1|2"), (["--assume", "worst"], "2")])
def test_grades_over_a_table(asked: list[str], result: str) -> None:
    table = "term,test/parameter,value,unit,baseline,uln,lln\nHypokalemia,Potassium,3.3,mmol/L,,,3.5\n"
    done = program("calculate", "grade", *asked, given=table)
    assert (done.returncode, done.stderr) == (0, b"")
    assert [row["result"] for row in csv.DictReader(io.StringIO(done.stdout.decode()))] == [result]


def test_help_names_the_grade_and_what_can_be_assumed() -> None:
    told = run("calculate", "--help").output
    assert "grade" in told
    assert "--assume [worst]" in told


@pytest.mark.parametrize("given", [b"", os.urandom(300) + b"\xff", b"\x00\x01\x02", b"a,b\n1,2\n", b'"open\n', b"{}"])
def test_calculate_refuses_garbage_in_one_line(given: bytes) -> None:
    done = program("calculate", "dose", given=given)
    assert (done.returncode, done.stdout) == (2, b"")
    assert len(done.stderr.splitlines()) == 1
    assert b"Traceback" not in done.stderr


def test_ctcae_prints_all_terms() -> None:
    done = program("ctcae")
    rows = list(csv.reader(io.StringIO(done.stdout.decode())))
    assert (done.returncode, len(rows)) == (0, 1 + 837)
    assert done.stdout.startswith(b"meddra_code,soc,term,grade1,grade2,grade3,grade4,grade5,navigational_note")
    assert [sum(row[grade] not in ("", "-") for row in rows[1:]) for grade in range(3, 8)] == [645, 745, 750, 551, 494]


def test_ctcae_finds_the_best_first() -> None:
    done = program("ctcae", "--find", "lymph count decr")
    rows = list(csv.reader(io.StringIO(done.stdout.decode())))
    assert rows[1][-1] == "Lymphocyte count decreased"
    assert program("ctcae", "--find", "zzzz").stdout.count(b"\n") <= 1


@pytest.mark.parametrize("lines", [0, 1])
def test_a_reader_who_leaves_early_is_no_fault(lines: int) -> None:
    command = [sys.executable, "main.py", "ctcae"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=ROOT) as running:
        assert running.stdout is not None
        assert running.stderr is not None
        for _ in range(lines):
            assert running.stdout.readline().startswith(b"meddra_code")
        running.stdout.close()
        assert running.stderr.read() == b""
    assert running.returncode == 0


@pytest.mark.parametrize(("command", "closed"), [(["ctcae"], 1), (["calculate", "dose"], 0)])
def test_a_closed_stream_is_refused_in_one_line(command: list[str], closed: int) -> None:
    done = subprocess.run(
        [sys.executable, "main.py", *command], stderr=subprocess.PIPE, cwd=ROOT, check=False,
        preexec_fn=lambda: os.close(closed),
    )  # fmt: skip
    assert done.returncode == 2
    assert len(done.stderr.splitlines()) == 1


def test_a_full_device_is_told() -> None:
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            [sys.executable, "main.py", "ctcae"], stdout=full, stderr=subprocess.PIPE, cwd=ROOT, check=False
        )
    assert done.returncode == 2
    assert done.stderr.decode().strip().startswith("- can't be used: No space left on device")
