"""Story s1: one lead-in patient without incident, as her source notes say it; what is typed into which form."""

from __future__ import annotations

Answers = dict[str | tuple[int, str], str]

NOT_TOLD: Answers = {"SYSBP": "ND", "DIABP": "ND", "PULSE": "ND", "TEMP": "ND"}

UNTOLD: Answers = {"ECSTOPYN": "N", "ECLOC": "UNK"}


def weighed(day: str, time: str, weight: str) -> Answers:
    """A visit where only the weight was taken."""
    return {"VSDAT": day, "VSTIM": time, "WEIGHT": weight, **NOT_TOLD}


def infusion(dose: str, lot: str, expiry: str, day: str, start: str, stop: str, volume: str = "250") -> Answers:
    """A dose given as prescribed, without interruption, premedication or reaction."""
    return {
        "ECOCCUR": "Y", "DOSEPRES": dose, "ECDSTXT": dose, "ECDOSADJ": "N", "ECLOT": lot, "ECEXPDAT": expiry,
        "ECVAMT": volume, "ECSTDAT": day, "ECSTTIM": start, "ECENDAT": day, "ECENTIM": stop, "ECITRPYN": "N",
        "ECRATE": "N", "ECROUTE": "IV", "PREMED": "N", "REACTION": "N", **UNTOLD,
    }  # fmt: skip


def injection(day: str, time: str) -> Answers:
    """Interleukin-2 under the skin of the abdomen, typed in million units."""
    return {
        "ECOCCUR": "Y", "DOSEPRES": "0.85 million IU", "ECDSTXT": "0.85 million IU", "ECDOSADJ": "N", "ECLOT": "IL-903",
        "ECEXPDAT": "31-DEC-2026", "ECSTDAT": day, "ECSTTIM": time, "ECROUTE": "SC", "ECLOC": "ABDOMEN",
        "PREMED": "N", "REACTION": "N",
    }  # fmt: skip


def event(related: str, **answers: str) -> Answers:
    """An event that is not serious, with the drugs it is related to; grade and term come from the picker."""
    drugs: Answers = {}
    for drug in ("CYC", "TRA", "PER", "NK", "IL2"):
        drugs[f"AEREL_{drug}"] = "Y" if drug in related.split() else "N"
        drugs[f"AEACN_{drug}"] = "NA" if drug in ("CYC", "NK") else "NOT CHANGED"
    return {"AECONTRT": "NONE", "AESER": "N", "AESI": "N", **answers, **drugs}


CONSENT: Answers = {"RFICDAT": "12-FEB-2026", "RFICTIM": "10:20", "ICVERS": "2.0", "ICCOPY": "Y"}
PERSON: Answers = {"BRTHDAT": "19-AUG-1981", "SEX": "F", "CHILDPOT": "Y", "CONTRACP": "copper IUD"}
SCREENING: Answers = {
    "VSDAT": "16-FEB-2026", "VSTIM": "09:05", "HEIGHT": "163.0", "WEIGHT": "64.2", "SYSBP": "118", "DIABP": "74",
    "PULSE": "72", "TEMP": "36.5", "OXYSAT": "98",
}  # fmt: skip
PLAN: Answers = {"ENRYN": "Y", "ENRDAT": "02-MAR-2026", "PLAND1": "09-MAR-2026", "SLOTREF": "SLOT-001"}
PREGNANCY: Answers = {"LBPERF": "Y", "LBDAT": "02-MAR-2026", "LBTIM": "08:10", "PREGSPEC": "SERUM", "HCG": "NEG"}
ELIGIBILITY: Answers = {
    "IEDAT": "02-MAR-2026",
    **{f"IE{number}": "Y" for number in ("01", "02", "03", "04", "05", "06", "07", "08", "10")},
    **{f"IE09{letter}": "Y" for letter in "ABCDEFGH"},
    "IEGILB": "N", "IELIVMET": "N",
    **{f"EX{number:02}": "NOTUSED" if number in (13, 14, 15) else "N" for number in range(1, 27)},
}  # fmt: skip
CYCLOPHOSPHAMIDE = {
    **infusion("1020", "CY-4471", "31-AUG-2027", "05-MAR-2026", "10:00", "11:00"),
    "PREMED": "Y",
    "PREMEDTX": "Ondansetron 8 mg IV 09:30",
}
TRASTUZUMAB = infusion("510", "TZ-2206", "31-MAR-2027", "09-MAR-2026", "09:30", "11:00")
PERTUZUMAB = infusion("840", "PZ-1187", "31-MAY-2027", "09-MAR-2026", "11:30", "12:30")
CELLS: Answers = {
    "ECOCCUR": "Y", "DOSEPRES": "1.8e8", "ECDSTXT": "1.8e8", "ECDOSADJ": "N", "DONORCD": "D-017", "DONORREL": "SIBLING",
    "PRODCD": "NKP-26-017", "VIABLE": "92", "PURITY": "95", "THAWTIM": "10:55", "RELEASE": "Y", "CUSTODY": "Y",
    "ECVAMT": "100", "ECSTDAT": "10-MAR-2026", "ECSTTIM": "11:20", "ECENDAT": "10-MAR-2026", "ECENTIM": "11:52",
    "ECITRPYN": "N", "ECRATE": "N", "ECROUTE": "IV", "PREMED": "N", "REACTION": "N", "ECLOT": "UNK", "ECEXPDAT": "UNK",
    **UNTOLD,
}  # fmt: skip
NAUSEA = event(
    "CYC", AESTDAT="05-MAR-2026", AESTTIM="20:00", AEONGO="N", AEENDAT="07-MAR-2026", AEOUT="RECOVERED"
)  # fmt: skip
FEVER = event(
    "NK IL2", AESTDAT="10-MAR-2026", AESTTIM="21:10", AEONGO="N", AEENDAT="11-MAR-2026", AEENTIM="08:00",
    AEOUT="RECOVERED", AECONTRT="DRUG", AETRTXT="Paracetamol 1 g", AETLT="N",
)  # fmt: skip
TENDER = event(
    "IL2", AESTDAT="12-MAR-2026", AESTTIM="14:00", AEONGO="N", AEENDAT="16-MAR-2026", AEOUT="RECOVERED", AETLT="N"
)
LYMPHOCYTES = event("CYC", AESTDAT="16-MAR-2026", AEONGO="Y", AEOUT="NOT RECOVERED", AETLT="N")
STOOLS = event("PER", AESTDAT="24-APR-2026", AEONGO="N", AEENDAT="26-APR-2026", AEOUT="RECOVERED")
ASSESSMENT: Answers = {"TLTDAT": "08-APR-2026", "TLTEVAL": "Y", "TLTYN": "N"}

END: Answers = {"VSDAT": "08-MAY-2026", **NOT_TOLD}
FOLLOW_UP: Answers = {"VSDAT": "20-MAY-2026", **NOT_TOLD}


def maintenance(dose: str, lot: str, expiry: str, day: str, start: str, stop: str) -> Answers:
    """A maintenance dose; that it is one, is proposed."""
    return infusion(dose, lot, expiry, day, start, stop)


SECOND = maintenance("384", "TZ-2206", "31-MAR-2027", "30-MAR-2026", "09:30", "10:00")
SECOND_PERTUZUMAB = maintenance("420", "PZ-1187", "31-MAY-2027", "30-MAR-2026", "10:30", "11:00")
THIRD = maintenance("384", "TZ-2206", "31-MAR-2027", "21-APR-2026", "09:30", "10:00")
THIRD_PERTUZUMAB = maintenance("420", "PZ-1187", "31-MAY-2027", "21-APR-2026", "10:30", "11:00")
