"""What a definition says of limits of normal and grades: which record of a site holds, what the baseline is."""

from __future__ import annotations

from attrs import frozen


@frozen
class Match:
    """What must fit for a record of a site's form to hold: an expression at the asking record, against own items.

    A blank own item fits everything. With `free` an asking record that can't tell fits too; with `years` it is asked
    for a date, and the completed years from it to the record's day are compared.
    """

    ask: str
    equal: str = ""  # own item that must say the same
    low: str = ""  # own item: the least, itself included
    high: str = ""  # own item: the most, itself included
    free: bool = False
    years: bool = False


@frozen
class Applies:
    """Of several records of a site's form one holds for a subject's: the newest in force on its day that fits."""

    since: str  # own item: the first day
    until: str = ""  # own item: the last day
    match: tuple[Match, ...] = ()


@frozen
class Baseline:
    """From when on a value is graded against the last one before: `begins` gives the first study drug's time.

    From then on a value for which `propose` holds proposes an adverse event. It is a condition on GRADE (the least
    possible one), SIGNIFICANT ("Y" where the value's form says so) and TERM (CTCAE code).
    """

    begins: str
    source: str
    propose: str = ""  # empty: no value proposes an event
