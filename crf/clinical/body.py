"""Body size: the body surface area by the formulas in use, and which heights and weights a body can have."""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Context, Decimal

from crf.clinical.faults import ClinicalFault

# Own context: the digits of a dose mustn't hang on what another part of the program set for its thread.
EXACT = Context(prec=34)

# Wider than any body on record (0.2 kg to 635 kg, 22 cm to 272 cm); catches metres, millimetres and grams.
HEIGHT_CM = (Decimal(20), Decimal(300))
WEIGHT_KG = (Decimal("0.2"), Decimal(700))


def mosteller(height: Decimal, weight: Decimal) -> Decimal:
    """m2 from cm and kg: sqrt(height x weight / 3600). Mosteller RD, N Engl J Med 1987;317:1098."""
    return EXACT.sqrt(EXACT.divide(EXACT.multiply(height, weight), Decimal(3600)))


def dubois(height: Decimal, weight: Decimal) -> Decimal:
    """m2 from cm and kg: 0.007184 x height^0.725 x weight^0.425. Du Bois D, Du Bois EF, Arch Intern Med 1916;17:863."""
    return _power_product("0.007184", height, "0.725", weight, "0.425")


def dubois_metre(height: Decimal, weight: Decimal) -> Decimal:
    """m2 from cm and kg: 0.20247 x (height in m)^0.725 x weight^0.425.

    The same paper's formula in its rounded metre form; it differs from the cm form in the fifth decimal.
    """
    return _power_product("0.20247", EXACT.divide(height, Decimal(100)), "0.725", weight, "0.425")


def haycock(height: Decimal, weight: Decimal) -> Decimal:
    """m2 from cm and kg: 0.024265 x height^0.3964 x weight^0.5378. Haycock GB et al., J Pediatr 1978;93:62."""
    return _power_product("0.024265", height, "0.3964", weight, "0.5378")


def gehan_george(height: Decimal, weight: Decimal) -> Decimal:
    """m2 from cm and kg: 0.0235 x height^0.42246 x weight^0.51456. Gehan EA, George SL, Cancer Chemother Rep 1970."""
    return _power_product("0.0235", height, "0.42246", weight, "0.51456")


FORMULAS: dict[str, Callable[[Decimal, Decimal], Decimal]] = {
    "Mosteller": mosteller,
    "DuBois": dubois,
    "DuBois (metre form)": dubois_metre,
    "Haycock": haycock,
    "Gehan-George": gehan_george,
}
METRE_FORM = "DuBois (metre form)"


def formula_name(text: str) -> str:
    """The formula a text names, as in FORMULAS; case, blanks and hyphens don't matter, nor a remark in brackets.

    "DuBois (metre form ...)" is the metre form. Raises ClinicalFault for any other name.
    """
    name, _, remark = text.partition("(")
    known = {_bare(known): known for known in FORMULAS if known != METRE_FORM}.get(_bare(name))
    if known is None:
        raise ClinicalFault("clinical.formula", formula=text.strip(), known=", ".join(FORMULAS))
    if known == "DuBois" and _bare(remark).startswith(("metre", "meter")):
        return METRE_FORM
    return known


def bsa(formula: str, height_cm: Decimal, weight_kg: Decimal) -> Decimal:
    """Body surface area in m2 by a named formula, unrounded (34 digits).

    Heights 20 to 300 cm, weights 0.2 to 700 kg; outside, or for an unknown formula, ClinicalFault.
    """
    return FORMULAS[formula_name(formula)](checked_height(height_cm), checked_weight(weight_kg))


def checked_height(height_cm: Decimal) -> Decimal:
    """The height (cm) as given, where a body can have it; else ClinicalFault."""
    return _within("clinical.height", height_cm, HEIGHT_CM)


def checked_weight(weight_kg: Decimal) -> Decimal:
    """The weight (kg) as given, where a body can have it; else ClinicalFault."""
    return _within("clinical.weight", weight_kg, WEIGHT_KG)


def _within(id: str, value: Decimal, ends: tuple[Decimal, Decimal]) -> Decimal:
    if not value.is_finite() or not ends[0] <= value <= ends[1]:
        raise ClinicalFault(id, value=value, low=ends[0], high=ends[1])
    return value


def _power_product(factor: str, height: Decimal, height_power: str, weight: Decimal, weight_power: str) -> Decimal:
    size = EXACT.multiply(EXACT.power(height, Decimal(height_power)), EXACT.power(weight, Decimal(weight_power)))
    return EXACT.multiply(Decimal(factor), size)


def _bare(name: str) -> str:
    return re.sub(r"[\s\-–]+", "", name).casefold()
