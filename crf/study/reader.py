"""Reading a study definition from its TOML folder: every fault at once, each naming file, key and mend."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

from attrs import frozen

from crf.faults import DefinitionFault
from crf.study.faults import Fault, Spot, Told, located
from crf.study.folder import Folder, spot_of
from crf.study.model import Study
from crf.study.parts import Origins
from crf.study.structure import structure
from crf.study.verifier import troubles
from crf.study.words import filled
from crf.text import RESOURCES, message

STUDIES = RESOURCES / "studies"


def read(folder: Path) -> Study:
    """The study of a folder (one version, or a study with its versions: then the newest).

    Raises DefinitionFault with every fault found, or where the folder holds no definition.
    """
    found = inspect(folder)
    if found.faults:
        lines = tuple(str(fault) for fault in found.faults)
        raise DefinitionFault(message("study.faults", folder=folder, count=len(lines)), lines)
    return found.study


@frozen
class Inspected:
    """A definition as far as it can be read: the study may be used only where it has no faults."""

    study: Study
    faults: tuple[Fault, ...]
    origins: Origins

    def located(self, told: Iterable[Told]) -> tuple[Fault, ...]:
        """Further faults in the files they were written in."""
        return tuple(located(told, self.origins))


def inspect(folder: Path) -> Inspected:
    """The study of a folder with all its faults.

    Raises DefinitionFault where the folder holds no definition.
    """
    source = Folder(version_folder(folder))
    table = source.table()
    study, wrong = structure(table, Study)
    told = [(spot_of(path, table), sentence) for path, sentence in wrong]
    known = {spot for spot, _ in told}
    told += [(spot, sentence) for spot, sentence in troubles(study) if not _within(spot, known)]
    certain = [fault for fault in source.parts.faults if source.certain(fault.told)]
    told = [(spot, sentence) for spot, sentence in told if source.certain(sentence, spot)]
    faults = [*certain, *located(told, source.parts.origins)]
    return Inspected(study if faults else filled(study), tuple(faults), source.parts.origins)


def _within(spot: Spot, known: set[Spot]) -> bool:
    """Whether a spot, or what it stands in, is told to be wrong already."""
    return any(spot[:length] in known for length in range(1, len(spot) + 1))


def version_folder(folder: Path) -> Path:
    """The folder that holds study.toml: the one given, or its highest version. DefinitionFault where there is none."""
    try:
        if folder.is_file():
            raise DefinitionFault(message("study.folder.file", folder=folder))
        if not folder.is_dir():
            raise DefinitionFault(message("study.folder.none", folder=folder))
        if (folder / "study.toml").exists():
            return folder
        versions = [inner.parent for inner in folder.glob("*/study.toml")]
    except OSError as error:
        raise DefinitionFault(message("study.folder.unreadable", folder=folder, why=error.strerror)) from error
    if not versions:
        raise DefinitionFault(message("study.folder.empty", folder=folder))
    return max(versions, key=lambda inner: _version(inner.name))


def _version(name: str) -> tuple[list[int], str]:
    """Versions in the order of their figures: 1.10 after 1.9."""
    return [int(figures) for figures in re.findall(r"\d+", name)], name


def shipped() -> list[Path]:
    """The version folders of the studies that come with the program."""
    return [version_folder(folder) for folder in sorted(STUDIES.iterdir()) if any(folder.glob("*/study.toml"))]
