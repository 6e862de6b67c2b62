"""Story s4: an expansion patient whose day 1 slips, as her source notes say it; what is typed into which form."""

from __future__ import annotations

from tests.journeys.story_s1 import Answers, event, infusion, weighed

WEIGHED = {"SYSBP": "ND", "DIABP": "ND", "PULSE": "ND", "TEMP": "ND"}
"""What the notes of a visit don't tell."""

RANGES: Answers = {
    "LRNAM": "laboratory 01", "LRSEX": "F", "LRDAT": "01-JAN-2027", "NEUT_LLN": "1.8", "NEUT_ULN": "7.5",
    "K_LLN": "3.5", "K_ULN": "5.1",
}  # fmt: skip
"""Normal ranges of the laboratory for women, as far as the story tells them."""

CONSENT: Answers = {"RFICDAT": "01-FEB-2027", "RFICTIM": "11:00", "ICVERS": "2.0", "ICCOPY": "Y"}
PERSON: Answers = {"BRTHDAT": "30-JUN-1968", "SEX": "F", "CHILDPOT": "N"}
SCREENING: Answers = {"VSDAT": "01-FEB-2027", "VSTIM": "11:30", **WEIGHED}
HEART: Answers = {"CVPERF": "Y", "CVDAT": "01-FEB-2027", "CVMETHOD": "ECHO", "LVEF": "62", "CVCLSIG": "N"}
PLAN: Answers = {"PLAND1": "22-FEB-2027"}
LABORATORY: Answers = {"LBPERF": "Y", "LBDAT": "15-FEB-2027", "LBTIM": "UNK", "LBCLSIG": "N"}
UNMEASURED: Answers = dict.fromkeys(("HGB", "WBC", "NEUT", "LYM", "PLAT"), "ND")

YES = ("IE01", "IE02", "IE03", "IE04", "IE05", "IE06", "IE07", "IE08", *(f"IE09{part}" for part in "ABCDEFGH"))
NO = (1, *range(2, 13), *range(16, 27))
JUDGED: Answers = {
    "IEDAT": "15-FEB-2027",
    **dict.fromkeys(YES, "Y"),
    "IEGILB": "N",
    "IELIVMET": "N",
    "IE10": "NA",
    **{f"EX{number:02}": "N" for number in NO},
    **{f"EX{number}": "NOTUSED" for number in (13, 14, 15)},
}
"""All limits met: each criterion answered, those that wait for values too."""

ENROLLED: Answers = {"ENRYN": "Y", "ENRDAT": "15-FEB-2027", "SLOTREF": "SLOT-031"}

CONDITIONING_WEIGHT: Answers = {**weighed("18-FEB-2027", "08:00", "61.2"), "HEIGHT": "170.0"}
CYCLOPHOSPHAMIDE = infusion("1000", "CY-6003", "30-JUN-2028", "18-FEB-2027", "10:45", "11:45")
UNTOLD: Answers = {"ECLOT": "UNK", "ECEXPDAT": "UNK"}
TRASTUZUMAB: Answers = {
    **infusion("480", "", "", "23-FEB-2027", "09:00", "11:07"),
    **UNTOLD,
    "ECITRPYN": "Y",
    "ECRATE": "Y",
    "ECRATETX": "Half the rate from 10:32, after chills",
    "REACTION": "Y",
}
BREAKS = (("09:40", "10:05"), ("10:20", "10:32"))
PERTUZUMAB: Answers = {**infusion("840", "", "", "24-FEB-2027", "12:00", "13:00"), **UNTOLD}
REACTION = event(
    "TRA", AESTDAT="24-FEB-2027", AESTTIM="09:40", AEONGO="N", AEENDAT="24-FEB-2027", AEOUT="RECOVERED",
    AECONTRT="DRUG", AETRTXT="Antihistamine", AESI="Y",
)  # fmt: skip
CELLS: Answers = {
    "ECOCCUR": "Y", "DOSEPRES": "2.4e8", "ECDSTXT": "2.4e8", "ECDOSADJ": "N", "DONORCD": "D-061", "DONORREL": "PARTNER",
    "PRODCD": "NKP-27-061", "VIABLE": "88", "PURITY": "91", "THAWTIM": "UNK", "RELEASE": "Y", "CUSTODY": "Y",
    "ECSTDAT": "25-FEB-2027", "ECSTTIM": "10:05", "ECENDAT": "25-FEB-2027", "ECENTIM": "11:40", "ECITRPYN": "N",
    "ECRATE": "N", "ECROUTE": "IV", "PREMED": "N", "REACTION": "N", "ECSTOPYN": "N", "ECLOC": "UNK", **UNTOLD,
}  # fmt: skip


def injection(day: str, time: str, given: str) -> Answers:
    """Interleukin-2 under the skin, prescribed in international units, given in millions of them."""
    return {
        "ECOCCUR": "Y", "DOSEPRES": "840000", "ECDSTXT": given, "ECDOSADJ": "N", "ECLOT": "IL-1102",
        "ECEXPDAT": "31-DEC-2027", "ECSTDAT": day, "ECSTTIM": time, "ECROUTE": "SC", "ECLOC": "UNK",
        "PREMED": "N", "REACTION": "N",
    }  # fmt: skip


FIRST = injection("26-FEB-2027", "12:00", "0.84 million IU")
MISSED: Answers = {"ECOCCUR": "N", "ECREASOC": "SUPPLY", "ECREASSP": "pharmacy closed"}
THIRD = injection("01-MAR-2027", "09:30", "0.90 million IU")
NEUTROPHILS: Answers = {
    "LBPERF": "Y", "LBDAT": "03-MAR-2027", "LBTIM": "UNK", **UNMEASURED, "NEUT": "0.98", "LBCLSIG": "N"
}  # fmt: skip
POTASSIUM: Answers = {
    "LBPERF": "Y", "LBDAT": "03-MAR-2027", "LBTIM": "UNK",
    **dict.fromkeys(("ALT", "AST", "BILI", "CREAT", "ALB", "SODIUM"), "ND"), "K": "3.3", "LBCLSIG": "N",
}  # fmt: skip
NEUTROPHILS_D15: Answers = {**NEUTROPHILS, "LBDAT": "10-MAR-2027", "NEUT": "2.2"}
NEUTROPENIA = event("CYC", AEONGO="Y", AEOUT="NOT RECOVERED", AETLT="N")
"""What the value that proposed the event doesn't tell."""
ASSESSMENT: Answers = {"TLTDAT": "26-MAR-2027", "TLTEVAL": "Y", "TLTYN": "N"}
INFECTION = event(
    "", AESTDAT="05-APR-2027", AEONGO="N", AEENDAT="12-APR-2027", AEOUT="RECOVERED", AECONTRT="DRUG",
    AETRTXT="Oral antibiotic",
)  # fmt: skip


def dose(drug_dose: str, day: str, start: str, stop: str, **more: str) -> Answers:
    """A maintenance visit's infusion, of a lot the notes don't tell."""
    return {**infusion(drug_dose, "", "", day, start, stop), **UNTOLD, **more}


SECOND = dose("360", "17-MAR-2027", "09:30", "10:00")
SECOND_PERTUZUMAB = dose("420", "17-MAR-2027", "10:30", "11:00")
RELOADED = dose("430", "16-APR-2027", "09:30", "11:00", ECPHASE="L")
THIRD_PERTUZUMAB = dose("420", "16-APR-2027", "11:30", "12:00")
IMAGED: Answers = {"TUDAT": "28-APR-2027", "TUMETHOD": "CT"}
HEART_LATER: Answers = {"CVPERF": "Y", "CVDAT": "28-APR-2027", "CVMETHOD": "ECHO", "LVEF": "51", "CVCLSIG": "N"}
