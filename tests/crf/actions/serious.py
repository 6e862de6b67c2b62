"""A treated subject with a serious event, entered as a person enters her; what the report tests begin with."""

from __future__ import annotations

from crf.actions.entering import Entering
from crf.actions.sae import report_sae
from crf.actions.session import Session
from crf.forms.record import Edit, Place
from tests.crf.actions.conftest import CTX, SIGNS

AE = Place("LOG", "AE", "", "e1")
NK = {
    "ECOCCUR": "Y", "DOSEPRES": "1.8e8", "ECDSTXT": "1.8e8", "ECLOT": "NKP-26-003", "ECSTDAT": "10-MAR-2026",
    "ECSTTIM": "11:20", "ECENDAT": "10-MAR-2026", "ECENTIM": "11:52", "ECROUTE": "IV",
}  # fmt: skip
EVENT = {
    "AETERM": "platelets very low", "AEDECOD": "10035528", "AESTDAT": "16-MAR-2026", "AESTTIM": "08:30",
    "AETOXGR": "4", "AEONGO": "Y", "AEOUT": "NOT RECOVERED", "AECONTRT": "OTHER", "AETRTXT": "one unit of platelets",
    "AESER": "Y", "AESDTH": "N", "AESLIFE": "Y", "AESHOSP": "Y", "AESDISAB": "N", "AESCONG": "N", "AESMIE": "N",
    "AESI": "N", "AEREL_CYC": "Y", "AEACN_CYC": "NA", "AEREL_NK": "Y", "AEACN_NK": "NA", "AEREL_IL2": "N",
}  # fmt: skip
REPORT = {
    "AWAREDAT": "16-MAR-2026", "AWARETIM": "11:00", "AWAREBY": "ST-07", "REPORTER": "PHYS", "REPBY": "DR-03",
    "SAESERDT": "16-MAR-2026", "HOSPST": "16-MAR-2026", "DECHAL": "N", "RECHAL": "NA", "SIGNBY": "DR-03",
}  # fmt: skip
BEFORE: tuple[tuple[Place, dict[str, str]], ...] = (
    (Place("SCR", "IC"), {"RFICDAT": "12-FEB-2026", "RFICTIM": "10:20"}),
    (Place("SCR", "DM"), {"BRTHDAT": "19-AUG-1981", "SEX": "F"}),
    (Place("SCR", "PLAN"), {"PLAND1": "09-MAR-2026"}),
    (Place("SCR", "VS"), {"VSDAT": "16-FEB-2026", "VSTIM": "09:05", "HEIGHT": "165", "WEIGHT": "60", **SIGNS}),
    (Place("COND", "CTX"), CTX),
    (Place("D2", "NK"), NK),
    (Place("D8", "HEM"), {"LBPERF": "Y", "LBDAT": "16-MAR-2026", "LBTIM": "08:30", "PLAT": "24"}),
    (Place("LOG", "MH", "", "m1"), {"MHTERM": "Hypertension", "MHSTDAT": "UN-UNK-2019", "MHONGO": "Y"}),
)


def enter(session: Session, uid: str, place: Place, reason: str = "", **answers: str) -> Entering:
    """Type answers into a form and save it."""
    entering = Entering(session, uid, place)
    for item, raw in answers.items():
        line = 1 if entering.form.group_of(item).repeats else 0
        entering.edit(Edit(line, item, raw))
    entering.save(reason)
    return entering


def medicine(session: Session, uid: str, key: str, name: str, start: str, end: str = "", why: str = "MH") -> None:
    """A line of the concomitant medication."""
    more = {"CMENDAT": end} if end else {}
    place = Place("LOG", "CM", "", key)
    enter(session, uid, place, CMTRT=name, CMDSTXT="5 mg", CMWHY=why, CMSTDAT=start, CMONGO="N" if end else "Y", **more)


def seriously(session: Session, uid: str) -> Place:
    """Enter all that comes before, and the event; gives its place."""
    for place, answers in BEFORE:
        enter(session, uid, place, **answers)
    enter(session, uid, AE, **EVENT)
    return AE


def reported(session: Session, uid: str, **more: str) -> Entering:
    """The report of the event, with what it asks, saved."""
    return enter(session, uid, report_sae(session, uid, AE).place, **{**REPORT, **more})
