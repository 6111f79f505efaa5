"""Tells of imports in plain sentences: what each did to rows, and what became of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cx.topics.imports.words import effects_in_words
from cx.words import counted, day_in_words, listed

if TYPE_CHECKING:
    from cx.topics.imports.results import Import, Imports

VERBS = {"new": "added", "changed": "changed", "retired": "retired"}
LEFT_OUT = {"rejected": "rejected", "duplicate": "repeated in the file"}
STATES = {
    "live": "In use",
    "undone": "Undone",
    "superseded": "Replaced by a snapshot",
}
"""What has become of an import, in a word or two."""
NO_CHANGE, ALL_REPLACED = "Changed nothing", "Replaced row by row"


def headline_of(result: Imports) -> str:
    """Say what the newest import was, what it did to rows, and which figure it moved most."""
    if not result.imports:
        return "Nothing was brought in yet."
    newest = result.imports[0]
    name = f"The newest import, {newest.kind} of {day_in_words(result.day_of(newest.at))},"
    if newest.undo is not None:
        return f"{name} was undone on {day_in_words(result.day_of(newest.undo.at))}."
    return f"{name} {_told(result, newest)}.{_since(result, newest)}"


def _told(result: Imports, newest: Import) -> str:
    if newest.status == "unchanged":
        return "changed nothing: every row was there already"
    moved = effects_in_words(result.effects_of(newest.import_id), result.settings, is_done=True)
    if moved:
        return f"{did(newest)}; {_inside(moved[0])}"
    return f"{did(newest)}; {_no_effect(newest)}"


def _inside(sentence: str) -> str:
    """Make a sentence a part of another; names such as NPS stay as they are.

    >>> _inside("Customers fell"), _inside("NPS rose")
    ('customers fell', 'NPS rose')
    """
    return sentence[:1].lower() + sentence[1:] if sentence[1:2].islower() else sentence


def _since(result: Imports, newest: Import) -> str:
    """Say what was undone after the newest import: that changed the data last."""
    later = [each for each in result.imports if each.undo is not None and each.undo.at > newest.at]
    if not later:
        return ""
    numbers = listed([f"import {each.import_id}, {each.kind}," for each in reversed(later)])
    return f" Since then {numbers} {'was' if len(later) == 1 else 'were'} undone."


def did(found: Import) -> str:
    """Say what an import did to rows, and what of its file stayed out."""
    done = [
        f"{verb} {counted(found.rows[word], 'row')}"
        for word, verb in VERBS.items()
        if found.rows[word]
    ]
    return (listed(done) or "changed no rows") + _left_out(found)


def did_nothing(found: Import) -> str:
    """Say that an import changed nothing, and what of its file stayed out."""
    rows = counted(found.rows["unchanged"], "row")
    was = "was" if found.rows["unchanged"] == 1 else "were"
    return f"changed nothing: its {rows} {was} there already, exactly so{_left_out(found)}"


def _left_out(found: Import) -> str:
    out = [f"{found.rows[word]:,} {said}" for word, said in LEFT_OUT.items() if found.rows[word]]
    return f" ({', '.join(out)})" if out else ""


def state_of(found: Import) -> str:
    """Say in a word or two whether an import still counts, and if not, why."""
    if found.state != "live":
        return STATES[found.state]
    if found.status == "unchanged":
        return NO_CHANGE
    return STATES["live"] if found.standing_rows else ALL_REPLACED


def undone(found: Import) -> str:
    """Say what the undo of an import did to rows, where that was noted."""
    if found.undo is None or found.undo.removed is None:
        return ""
    undo = found.undo
    return taken_back(undo.removed or 0, undo.restored or 0, undo.kept or 0, is_done=True)


def taken_back(removed: int, restored: int, kept: int, is_done: bool = False) -> str:
    """Say what an undo does to rows.

    >>> taken_back(1204, 12, 0)
    '1,204 rows would be removed and 12 rows would return to what they were before.'
    >>> taken_back(0, 0, 1, is_done=True)
    '1 row of later imports stayed as it was.'
    """
    would, stay = ("", "stayed") if is_done else ("would be ", "would stay")
    back = "returned" if is_done else "would return"
    said = []
    if removed:
        was = "was " if removed == 1 else "were "
        said.append(f"{counted(removed, 'row')} {was if is_done else would}removed")
    if restored:
        it = "it was" if restored == 1 else "they were"
        said.append(f"{counted(restored, 'row')} {back} to what {it} before")
    if kept:
        it = "it was" if kept == 1 else "they were"
        said.append(f"{counted(kept, 'row')} of later imports {stay} as {it}")
    return f"{listed(said) or 'No current row comes from it'}."


def _no_effect(found: Import) -> str:
    if found.file_rows is None:
        return "what that did to the figures was not noted then"
    return "no headline figure moved"
