"""Make one site of parts that were built apart, say each language on a machine of its own.

Invariant: the result has the bytes of one build of all these languages. A part brings nothing but
its languages' folders and their search indexes; the rest is written anew, as a build writes it.
"""

from __future__ import annotations

import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path

from allocdoc.errors import AllocdocError
from allocdoc.settings import Language, Settings
from allocdoc.site import root, runtime, search, sitemap
from allocdoc.site.lock import alone
from allocdoc.site.place import MARK, refuse_foreign, staging, take_place
from allocdoc.site.plan import refuse_overlap


class PartError(AllocdocError):
    """The parts do not make a site: a language is missing, or there twice, or nothing is."""


def assemble(
    settings: Settings, parts: Sequence[Path], languages: Sequence[Language], out: Path
) -> list[Path]:
    """Put the languages' folders of all parts into one, and write what stands above them.

    Args:
        settings: The project.
        parts: Folders that ``allocdoc build html -o PART`` has written.
        languages: The languages that the site shall have.
        out: The folder of the site.

    Returns:
        The folders of the languages.

    Raises:
        PartError: A part is none, or a language is in no part or in two.
        PlanError: The output lies among what is read.
        PlaceError: A folder to write holds something else.
    """
    found = _find(settings, parts)
    missing = [one.code for one in languages if one not in found]
    if missing:
        have = ", ".join(one.code for one in found) or "none"
        raise PartError(f"no part has {', '.join(missing)} (got {have}; see --language)")
    refuse_overlap(settings, out)
    outputs = {language: out / language.folder for language in languages}
    for output in outputs.values():
        refuse_foreign(output, settings.build)
    with alone(settings.build):
        for language, output in outputs.items():
            if found[language] != output:
                _copy(found[language], output)
                search.copy(found[language].parent, language, out)
                runtime.copy(found[language].parent, out)
        root.write(settings, out)
        sitemap.write(settings, out)
    return list(outputs.values())


def _find(settings: Settings, parts: Sequence[Path]) -> Mapping[Language, Path]:
    """Return where each language is."""
    found: dict[Language, Path] = {}
    for part in parts:
        there = [one for one in settings.languages if (part / one.folder / MARK).is_file()]
        if not there:
            raise PartError(f"{part}: not built by allocdoc (want LANGUAGE/{MARK} in it)")
        for language in there:
            if language in found:
                raise PartError(
                    f"{part / language.folder}: {language.code} is there twice "
                    f"(also {found[language]})"
                )
            found[language] = part / language.folder
    return found


def _copy(folder: Path, output: Path) -> None:
    new = staging(output)
    shutil.rmtree(new, ignore_errors=True)
    new.parent.mkdir(parents=True, exist_ok=True)
    shutil.copytree(folder, new)
    take_place(output)
