"""The one way clinical arithmetic says no: a message id and its values, no sentence."""

from __future__ import annotations


class ClinicalFault(ValueError):
    """A value the sum can't be done with. Told with `crf.text.say(fault.id, **fault.values)`."""

    def __init__(self, id: str, **values: object):
        self.id = id
        self.values = {name: str(value) for name, value in values.items()}
        super().__init__(", ".join([id, *(f"{name} {value}" for name, value in self.values.items())]))
