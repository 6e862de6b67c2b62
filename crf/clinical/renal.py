"""Creatinine clearance by Cockcroft and Gault, from creatinine in either unit."""

from __future__ import annotations

from decimal import Decimal

from crf.clinical.body import EXACT, checked_weight
from crf.clinical.faults import ClinicalFault

UMOL_PER_MG_DL = Decimal("88.42")
"""umol/L in one mg/dL of creatinine (molar mass 113.12 g/mol); 88.4 is the other common constant."""

AGE = (Decimal(18), Decimal(120))
CREATININE = (Decimal("0.05"), Decimal(40))
FEMALE = Decimal("0.85")


def creatinine_mg_dl(value: Decimal, unit: str) -> Decimal:
    """Creatinine in mg/dL from mg/dL or umol/L (µmol/L); ClinicalFault for another unit."""
    plain = unit.strip().casefold().replace("µ", "u").replace("μ", "u").replace(" ", "")
    if plain == "mg/dl":
        return value
    if plain == "umol/l":
        return EXACT.divide(value, UMOL_PER_MG_DL)
    raise ClinicalFault("clinical.creatinine_unit", unit=unit)


def clearance(age: Decimal, weight_kg: Decimal, sex: str, creatinine: Decimal, unit: str) -> Decimal:
    """mL/min: (140 - age) x weight / (72 x creatinine in mg/dL), x 0.85 for a woman (sex "F" or "M").

    Cockcroft DW, Gault MH, Nephron 1976;16:31. Adults of 18 to 120 years. Raises ClinicalFault for a sex, an age, a
    weight or a creatinine (0.05 to 40 mg/dL) it can't be reckoned with.
    """
    if sex.strip().upper() not in ("F", "M"):
        raise ClinicalFault("clinical.sex", sex=sex)
    if not AGE[0] <= age <= AGE[1]:
        raise ClinicalFault("clinical.age", age=age, low=AGE[0], high=AGE[1])
    serum = creatinine_mg_dl(creatinine, unit)
    if not CREATININE[0] <= serum <= CREATININE[1]:
        raise ClinicalFault("clinical.creatinine", value=creatinine, unit=unit)
    man = EXACT.divide(EXACT.multiply(140 - age, checked_weight(weight_kg)), EXACT.multiply(Decimal(72), serum))
    return EXACT.multiply(man, FEMALE) if sex.strip().upper() == "F" else man
