"""Story s1: one lead-in patient without incident, as her source notes say it: what is typed where, what must show."""

from __future__ import annotations

from typing import Any

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
PROPOSED = ("IE02", "IE04", "IE05", *(f"IE09{letter}" for letter in "ABCDEFGH"), "IE10", "EX18", "EX19")
"""Criteria whose answer follows from what was entered already."""

ELIGIBILITY: Answers = {
    **{f"IE{number}": "Y" for number in ("01", "03", "06", "07", "08")},
    **{
        f"EX{number:02}": "NOTUSED" if number in (13, 14, 15) else "N"
        for number in range(1, 27)
        if number not in (18, 19)
    },
}

RANGES: Answers = {
    "LRNAM": "laboratory 01", "LRDAT": "01-JAN-2026", "HGB_LLN": "12.0", "HGB_ULN": "15.5", "WBC_LLN": "4.0",
    "WBC_ULN": "10.0", "NEUT_LLN": "1.8", "NEUT_ULN": "7.5", "LYM_LLN": "1.0", "LYM_ULN": "4.0", "PLAT_LLN": "150",
    "PLAT_ULN": "400", "ALT_LLN": "5", "ALT_ULN": "33", "AST_LLN": "5", "AST_ULN": "32", "BILI_LLN": "0.2 mg/dL",
    "BILI_ULN": "1.2 mg/dL", "CREAT_LLN": "0.50 mg/dL", "CREAT_ULN": "0.90 mg/dL", "ALB_LLN": "3.5 g/dL",
    "ALB_ULN": "5.0 g/dL", "SODIUM_LLN": "135", "SODIUM_ULN": "145", "K_LLN": "3.5", "K_ULN": "5.1", "INR_LLN": "0.8",
    "INR_ULN": "1.2",
}  # fmt: skip
"""Normal ranges of the laboratory, in the units its list prints."""

EXAMINED: Answers = {"PEDAT": "16-FEB-2026", "PERES": "N", "ECOG": "1"}
HEART: Answers = {"CVPERF": "Y", "CVDAT": "16-FEB-2026", "CVMETHOD": "ECHO", "LVEF": "63", "CVCLSIG": "N"}
BIOPSY: Answers = {
    "BXPERF": "Y", "BXDAT": "19-FEB-2026", "BXTIM": "UNK", "BXLESION": "B1", "BXLOC": "SKIN", "BXMETHOD": "PUNCH",
    "BXCORES": "UNK", "BXCOMP": "N",
}  # fmt: skip


def judged(day: str, time: str, required: str, **values: str) -> Answers:
    """A laboratory form: what the report tells, what it doesn't as not done."""
    untold = dict.fromkeys(required.split(), "ND")
    return {"LBPERF": "Y", "LBDAT": day, "LBTIM": time, **untold, **values, "LBCLSIG": "N"}


def blood(day: str, time: str, **values: str) -> Answers:
    """Haematology."""
    return judged(day, time, "HGB WBC NEUT LYM PLAT", **values)


def serum(day: str, time: str, **values: str) -> Answers:
    """Clinical chemistry; bilirubin, creatinine and albumin as the laboratory prints them."""
    return judged(day, time, "ALT AST BILI CREAT ALB SODIUM K", **values)


BLOOD = blood("02-MAR-2026", "08:10", HGB="12.4", WBC="5.6", NEUT="3.41", LYM="1.48", PLAT="231")
SERUM = serum(
    "02-MAR-2026", "08:10", ALT="24", AST="22", BILI="0.6 mg/dL", CREAT="0.71 mg/dL", ALB="4.1 g/dL", SODIUM="140",
    K="4.2",
)  # fmt: skip
CLOTTING = judged("02-MAR-2026", "08:10", "APTT", INR="1.0")
BLOOD_D8 = blood("16-MAR-2026", "08:30", HGB="11.3", WBC="2.4", NEUT="1.10", LYM="0.42", PLAT="138")
SERUM_D8 = serum(
    "16-MAR-2026", "08:30", ALT="61", AST="30", BILI="0.7 mg/dL", CREAT="0.70 mg/dL", ALB="3.6 g/dL", SODIUM="138",
    K="3.9",
)  # fmt: skip
SERUM_D15 = serum(
    "23-MAR-2026", "08:20", ALT="99", AST="32", BILI="1.2 mg/dL", CREAT="0.72 mg/dL", ALB="3.5 g/dL", SODIUM="135",
    K="3.5",
)  # fmt: skip
BLOOD_D22 = blood("30-MAR-2026", "08:05", HGB="11.6", WBC="4.4", NEUT="2.6", LYM="1.1", PLAT="204")
BLOOD_D15 = blood("23-MAR-2026", "08:20", HGB="11.0", WBC="3.0", NEUT="1.50", LYM="0.80", PLAT="165")


def measured(event: str, day: str, *sizes: str) -> Answers:
    """The two target lesions of an imaging; at baseline without a response."""
    found: Answers = {"TUDAT": day, "TUMETHOD": "CT"}
    for line, (id, organ, where) in enumerate((("T1", "LIVER", "segment VII"), ("T2", "LUNG", "left lower lobe")), 1):
        lesion = {"TRLNKID": id, "TULOC": organ, "TULOCDTL": where, "TRDIAM": sizes[line - 1], "TRIRRAD": "N"}
        found |= {(line, item): answer for item, answer in (lesion | {"TRBIOP": "N"}).items()}
    response = {"TRGRESP": "PD", "NTRGRESP": "NA", "OVRLRESP": "PD"} if event == "TA" else {}
    return {**found, "NEWYN": "N", **response}


STOPPED: Answers = {"DSSTDAT": "08-MAY-2026", "DSDECOD": "PD", "DSNEXT": "N", "CONTRTLD": "Y"}
HEART_LATER: Answers = {**HEART, "CVDAT": "08-MAY-2026", "LVEF": "61"}
EXAMINED_LATER: Answers = {**EXAMINED, "PEDAT": "20-MAY-2026"}
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
LYMPHOCYTES = event("CYC", AEONGO="Y", AEOUT="NOT RECOVERED", AETLT="N")
"""What the value that proposed the event doesn't tell."""
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

EXPECTED: dict[int, Any] = {
    1: "D-25",
    2: ("D-1", "D1"),
    3: [("CYC", -4), ("NK", 2), ("IL2", 2), ("IL2", 4), ("IL2", 6)],
    4: ["D8", "D15", "D22", "D44", "D73"],
    5: ["D-21", "D1", "D5", "D77"],
    6: "≥ 09 FEB",
    7: "04–06 MAR",
    8: ("26-FEB-2026", "of 3.41 (02-MAR-2026), 3 days before", "of 41 (02-MAR-2026), 3 days before"),
    9: [*((item, "No" if item in ("EX18", "EX19") else "Yes", True) for item in PROPOSED), ["", "", "Yes"]],
    10: "44",
    11: ("41", "41 g/L on 02-MAR-2026, limit 25 g/L", "Yes"),
    12: [("", "600 mg/m²"), ("×", "1.695623 m²"), ("=", "1017.37 mg"), ("", "Mosteller, 163.0 cm, 63.5 kg"),
         ("", "measured 05-MAR-2026")],
    13: [("+0.26 %", "silent"), ("0.00 %", "silent")],
    14: [("", "8 mg/kg"), ("×", "63.9 kg"), ("=", "511.20 mg")],
    15: [("−0.23 %", "silent"), ("0.00 %", "silent")],
    16: [("", "840 mg")],
    17: ("5 × 10⁷ to 5 × 10⁸ cells", "1.8 × 10⁸ cells", "within the range", "silent"),
    18: [("63.9", "1.700956", "850 478", "0.85", "million IU", "850 000 IU")] * 3,
    19: [("−0.06 %", "silent")] * 3,
    20: "4 h 38 min; 24 h until 11-MAR-2026 11:52",
    21: ("63.9", "latest weight 63.1 kg, 30-MAR-2026", "383.40"),
    22: ["−1.25", "−2.03"],
    23: ["+0.16 %", "+0.16 %"],
    24: [("420", "420", "0.00 %"), ("420", "420", "0.00 %")],
    25: ("30 MAR", "27 MAR – 02 APR"),
    26: ("20 APR", "17–23 APR", "21 APR", ""),
    27: ("11 MAY", "08–14 MAY"),
    28: "10 MAR – 06 APR 2026",
    29: ["day 7 of 28", "day 21 of 28"],
    30: ("07–10 APR", "08 APR", "D31", ""),
    31: "next patient from 07 APR",
    33: ("04–18 MAY", ""),
    34: ["56", "69", "56", "56", "13", "23.21", "Progressive disease"],
    35: [
        "Lesion B1 is biopsied: it can't be a target lesion. Make it non-target, or confirm it as a deviation."
    ],
    36: ("21 MAY", "14–28 MAY"),
    37: ("05-MAR-2027",
         "05-MAR-2027 for cyclophosphamide, 21-NOV-2026 for trastuzumab, 21-OCT-2026 for pertuzumab"),
    38: ("L · G1", "Anemia", 1, "<LLN - 10.0 g/dL"),
    39: ("L · G2", "White blood cell decreased", 2, "<3.0 - 2.0 x 10e9 /L"),
    40: ("L · G2", "Neutrophil count decreased", 2, "<1.5 - 1.0 x 10e9 /L"),
    41: ("L · G3", "Lymphocyte count decreased", 3, "<0.5 - 0.2 x 10e9 /L"),
    42: ("L · G1", "Platelet count decreased", 1, "<LLN - 75.0 x 10e9 /L"),
    43: ("H · G1", "Alanine aminotransferase increased", 1, ">ULN - 3.0 x ULN if baseline was normal"),
    44: ("L · G1", "White blood cell decreased", 1, "<LLN - 3.0 x 10e9 /L"),
    45: ("L · G1", "Neutrophil count decreased", 1, "<LLN - 1.5 x 10e9 /L"),
    46: ("L · G1", "Lymphocyte count decreased", 1, "<LLN - 0.8 x 10e9/L"),
    47: ("H · G1", "Alanine aminotransferase increased", 1, ">ULN - 3.0 x ULN if baseline was normal"),
    48: {"ALB": "", "SODIUM": "", "K": "", "AST": "", "BILI": ""},
    49: ("1 event proposed", "Lymphocyte count decreased, grade 3, 16-MAR-2026 (Lymphocytes 0.42 ×10⁹/L)"),
    50: ("Lymphocyte count decreased has grade 1 from that day. F5 opens it.", 0),
    51: ("Fever", 1, "38.0 - 39.0 degrees C (100.4 - 102.2 degrees F)"),
    52: ("Nausea", 1, "Loss of appetite without alteration in eating habits"),
    53: ("Injection site reaction", 1,
         "Tenderness with or without associated symptoms (e.g., warmth, erythema, itching)"),
    54: ("Diarrhea", 1,
         "Increase of <4 stools per day over baseline; mild increase in ostomy output compared to baseline"),
    55: {"Fever": 1, "Injection site reaction": 3, "Lymphocyte count decreased": 7},
    56: {"Nausea": "before", "Diarrhea": "after"},
    57: (0, 0),
    58: (0, []),
    59: {"complete"},
    60: ["not due", "not due", "done", "ahead"],
}  # fmt: skip
"""What must show, by its number in the story."""
