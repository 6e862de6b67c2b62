"""Story s1 in the forms around the treatment: a patient without incident leaves nothing open, a slip is told."""

from __future__ import annotations

from tests.study.course import STUDY, said
from tests.study.longer import BASELINE, Longer, dosed, imaged, last_cycle


def judged(course: Longer, event: str, form: str, key: str = "", **values: str) -> None:
    """A laboratory form typed whole: what the report doesn't have isn't done."""
    required = [item.id for item in STUDY.form(form).items if item.required and item.missing and not item.show]
    blank = {item: "ND" for item in required if item not in ("LBTIM", *values)}
    course.fill(event, form, key, LBPERF="Y", **values, **blank, LBCLSIG="N")


def _history(course: Longer) -> None:
    """Demography, the cancer and its treatment before the study."""
    course.fill("SCR", "DM", BRTHDAT="1981-08-19", SEX="F", CHILDPOT="Y", CONTRACP="copper IUD")
    course.fill(
        "SCR",
        "BCH",
        BCDXDAT="2019-04",
        BCHIST="DUCTAL",
        BCSTAGE="UNK",
        BCMETDAT="2021",
        BCSITES="LIVER|LUNG|SKIN",
        BCHER2="3",
        BCISH="ND",
        BCER="UNK",
        BCPR="UNK",
    )
    course.lines(
        "SCR",
        "BCH",
        {
            "PTSET": "MET",
            "PTDRUGS": "TRAS|PERT",
            "PTTRT": "trastuzumab, pertuzumab",
            "PTSTDAT": "2020",
            "PTENDAT": "2023",
            "PTBEST": "UNK",
            "PTPD": "Y",
            "PTPDDAT": "2023",
        },
        {
            "PTSET": "MET",
            "PTDRUGS": "TDM1",
            "PTTRT": "T-DM1",
            "PTSTDAT": "2023",
            "PTENDAT": "2026-01-12",
            "PTBEST": "UNK",
            "PTPD": "Y",
            "PTPDDAT": "2026-01",
        },
    )


def _examined(course: Longer) -> None:
    """What was looked at before treatment."""
    course.fill("SCR", "PE", PEDAT="2026-02-16", PERES="N", ECOG="1")
    course.fill(
        "SCR",
        "ECG",
        EGPERF="Y",
        EGDAT="2026-02-16",
        EGTIM="UNK",
        EGHRMN="72",
        PRAG="ND",
        QRSAG="ND",
        QTAG="ND",
        QTCFAG="ND",
        EGINTP="NORMAL",
    )
    course.fill("SCR", "LVEF", CVPERF="Y", CVDAT="2026-02-16", CVMETHOD="ECHO", LVEF="63", CVCLSIG="N")
    course.fill(
        "SCR",
        "SERO",
        LBPERF="Y",
        LBDAT="2026-02-16",
        LBTIM="UNK",
        TBACT="N",
        **dict.fromkeys(
            ("HIV", "HBSAG", "HBCAB", "HCVAB", "SYPH", "HTLV", "TBTEST", "HSVACT", "CMVACT", "EBVACT"), "NEG"
        ),
    )


def _tumour(course: Longer) -> None:
    """The biopsy and the lesions at baseline."""
    course.fill(
        "SCR",
        "BX",
        BXPERF="Y",
        BXDAT="2026-02-19",
        BXTIM="UNK",
        BXLESION="B1",
        BXLOC="SKIN",
        BXMETHOD="PUNCH",
        BXCORES="UNK",
        BXCOMP="N",
    )
    imaged(course, "SCR", "2026-02-18", BASELINE)
    for n in (1, 2):
        course.lines("SCR", "TU", *({"TULOCDTL": "segment VII" if n == 1 else "left lower lobe"},), first=n)


def _donor(course: Longer) -> None:
    """The donor."""
    course.fill(
        "LOG",
        "DON",
        DONORCD="D-017",
        DONORREL="SIBLING",
        DONAGE="41",
        DONSEX="F",
        DONCDAT="2026-02-13",
        DONCTIM="UNK",
        DONCVERS="1.0",
        DONCOPY="Y",
        DONSDAT="2026-02-13",
        DONHLA="Y",
        DONINF="NEG",
        DONPREG="NEG",
        DONSUIT="Y",
        DONSUITD="2026-02-20",
        DONSUITB="DR-03",
        COLYN="N",
    )


def _blood(course: Longer) -> None:
    """The laboratory before treatment and on day 8, with its event."""
    day = {"LBDAT": "2026-03-02", "LBTIM": "08:10"}
    judged(course, "SCR", "HEM", **day, HGB="12.4", WBC="5.6", NEUT="3.41", LYM="1.48", PLAT="231")
    judged(
        course,
        "SCR",
        "CHEM",
        **day,
        ALT="24",
        AST="22",
        BILI="0.6 mg/dL",
        CREAT="0.71 mg/dL",
        ALB="4.1 g/dL",
        SODIUM="140",
        K="4.2",
    )
    judged(course, "SCR", "COAG", **day, INR="1.0")
    course.fill("SCR", "PREG", LBPERF="Y", **day, PREGSPEC="SERUM", HCG="NEG")
    day = {"LBDAT": "2026-03-16", "LBTIM": "08:30"}
    judged(course, "D8", "HEM", **day, HGB="11.3", WBC="2.4", NEUT="1.10", LYM="0.42", PLAT="138")
    judged(
        course,
        "D8",
        "CHEM",
        **day,
        ALT="61",
        AST="30",
        BILI="0.7 mg/dL",
        CREAT="0.70 mg/dL",
        ALB="3.6 g/dL",
        SODIUM="138",
        K="3.9",
    )
    low = {"AETERM": "lymphocytes low", "AEDECOD": "10025256", "AESTDAT": "2026-03-16", "AETOXGR": "3"}
    course.fill("LOG", "AE", **low, AEONGO="N", AEENDAT="2026-03-30", AEOUT="RECOVERED")


def _afterwards(course: Longer) -> None:
    """The last cycle, the progression, the end and the follow-up."""
    last_cycle(course)
    judged(
        course,
        "CYCLE",
        "HEM",
        "1",
        LBDAT="2026-03-30",
        LBTIM="08:05",
        HGB="11.6",
        WBC="4.4",
        NEUT="2.6",
        LYM="1.1",
        PLAT="204",
    )
    imaged(
        course,
        "TA",
        "2026-05-06",
        (("T1", "LIVER", "45"), ("T2", "LUNG", "24")),
        TRGRESP="PD",
        NTRGRESP="NA",
        OVRLRESP="PD",
    )
    for n in (1, 2):
        course.lines("TA", "TU", *({"TULOCDTL": "segment VII" if n == 1 else "left lower lobe"},), first=n)
    course.fill("EOT", "EOT", DSSTDAT="2026-05-08", DSDECOD="PD", DSNEXT="N", CONTRTLD="Y")
    course.fill("EOT", "LVEF", CVPERF="Y", CVDAT="2026-05-08", CVMETHOD="ECHO", LVEF="61", CVCLSIG="N")
    course.fill("SFU", "PE", PEDAT="2026-05-20", PERES="N", ECOG="1")


def story() -> Longer:
    """A lead-in patient without incident, from screening to survival."""
    course = dosed()
    for part in (_history, _examined, _tumour, _donor, _blood, _afterwards):
        part(course)
    return course


def test_the_lead_in_patient_without_incident_leaves_nothing_open_and_every_form_complete() -> None:
    course = story()
    treatment = {"IC", "DM", "PLAN", "CTX", "TRA", "NK", "AE"}  # held by their own tests
    places = [place for place in course.context.data.records if place.form not in treatment]
    assert len(places) == 19
    for place in places:
        step = course.at(place)
        assert step.findings == (), (place, [str(one.message) for one in step.findings])
        assert step.status == "complete", place


def test_the_story_with_a_slip_is_not_silent() -> None:
    course = story()
    course.fill("TA", "TU", TRGRESP="SD")
    assert said(course.step("TA", "TU")) == ["TU-07", "TU-12"]
    course.fill("EOT", "EOT", DSSTDAT="2026-04-20")
    assert said(course.step("EOT", "EOT")) == ["EOT-01"]
