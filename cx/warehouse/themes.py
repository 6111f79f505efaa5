"""Themes that people keep, in schema `app`: renamed, merged and split again, each on record.

Nothing is overwritten: a change is a line, and what holds is told from the lines by
`queries/voice/kept_themes.sql`. The number of the newest line, the revision, keys caches, since a
theme that is renamed changes no data.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from cx.errors import ThemeRefused, ThemesMoved
from cx.warehouse.engine import Cursor
from cx.warehouse.questions import read_question
from cx.warehouse.records import note_act

if TYPE_CHECKING:
    from cx.warehouse.house import House

ACT = "theme"
"""What the audit log calls a change of themes."""

LONGEST_NAME = 60

ACTS = {
    "keep": "kept other themes",
    "rename": "renamed a theme",
    "merge": "merged two themes",
    "split": "split a theme",
    "reset": "gave up the kept themes",
}
"""What a change is called, by its name in the table."""


@dataclass(frozen=True, slots=True)
class KeptTheme:
    """One theme of a set in force.

    Attributes
    ----------
    set_id, theme : int
        Number of the set, and of the theme in it.
    language : str
    found_name : str
        Its weightiest words.
    words : tuple of str
    given_name : str or None
        What somebody called it.
    merged_into : int or None
        The theme it is part of now.
    """

    set_id: int
    language: str
    theme: int
    found_name: str
    words: tuple[str, ...]
    given_name: str | None
    merged_into: int | None

    @property
    def name(self) -> str:
        """What people read."""
        return self.given_name or self.found_name


@dataclass(frozen=True, slots=True)
class NewThemes:
    """Themes of one language that are to be kept.

    Attributes
    ----------
    language : str
    names, words : tuple
        Of each theme, as found.
    given_names : tuple of str or None
        Of each theme, the name it is to have from the start.
    model : str
        What tells the theme of a comment, as text.
    learnt_from : str
        In words: which comments.
    comments : int
        How many.
    stability : float
    none_share, unknown_share : float
        Of those comments, the share without a theme; of their words, the share not known.
    """

    language: str
    names: tuple[str, ...]
    words: tuple[tuple[str, ...], ...]
    given_names: tuple[str | None, ...]
    model: str
    learnt_from: str
    comments: int
    stability: float
    none_share: float
    unknown_share: float


_KEEP = """
insert into app.theme_sets (
    set_id, language, learnt_at, learnt_by, learnt_from, comments, stability, none_share,
    unknown_share, model
)
values ($1, $2, now()::timestamp, $3, $4, $5, $6, $7, $8, $9)
"""

_LATER = """
select changes.actor, changes.act
from app.theme_changes as changes
inner join app.theme_sets as sets on changes.set_id = sets.set_id
where sets.language = $1 and changes.change_id > $2
order by changes.change_id desc
limit 1
"""

_CHANGE = """
insert into app.theme_changes (change_id, set_id, theme, act, said, actor, happened_at)
select coalesce(max(change_id), 0) + 1, $1, $2, $3, $4, $5, now()::timestamp
from app.theme_changes
"""


def read(cursor: Cursor) -> tuple[KeptTheme, ...]:
    """Return the themes in force, of all languages."""
    question = read_question("voice/kept_themes")
    rows = cursor.execute(question.text, {"revision": None}).fetchall()
    return tuple(
        KeptTheme(set_id, language, theme, found, tuple(words), given, into)
        for set_id, language, theme, found, words, given, into in rows
    )


def save(house: House, new: NewThemes, actor: str, seen: int | None = None) -> int:
    """Keep themes; they take the place of those kept for the language before.

    Parameters
    ----------
    house : House
        The open warehouse.
    new : NewThemes
        What was shown.
    actor : str
        Who keeps them.
    seen : int, optional
        The revision that they looked at; whoever changed something since is not overwritten.

    Returns
    -------
    int
        The number of the set, by which its themes are renamed and merged.

    Raises
    ------
    ThemeRefused
        When a name given cannot be; nothing is kept.
    ThemesMoved
        When somebody else changed the themes of the language since `seen`; says who and what.
    """
    given = [_clean(name) if name else None for name in new.given_names]
    _refuse_twins([name or found for name, found in zip(given, new.names, strict=True)])
    with house.writing() as cursor:
        _refuse_late(cursor, new.language, seen)
        set_id = _number(cursor, "select coalesce(max(set_id), 0) + 1 from app.theme_sets")
        shares = [new.stability, new.none_share, new.unknown_share]
        cursor.execute(
            _KEEP,
            [set_id, new.language, actor, new.learnt_from, new.comments, *shares, new.model],
        )
        for theme, (name, words) in enumerate(zip(new.names, new.words, strict=True)):
            cursor.execute(
                "insert into app.themes values ($1, $2, $3, $4)", [set_id, theme, name, list(words)]
            )
        _note(cursor, set_id, None, "keep", None, actor)
        for theme, own_name in enumerate(given):
            if own_name:
                _note(cursor, set_id, theme, "rename", own_name, actor)
        said = f"{len(new.names)} themes ({new.language}) kept, learnt from {new.learnt_from}"
        note_act(cursor, actor, ACT, said)
    return set_id


def rename(
    house: House, set_id: int, theme: int, name: str, actor: str, seen: int | None = None
) -> None:
    """Give a theme a name of one's own; an empty one gives back the name it was found with.

    Raises
    ------
    ThemeRefused
        When another theme of the language has the name, it is too long, or the theme is not in
        force any more; nothing is changed.
    """
    with house.writing() as cursor:
        themes = _in_force(cursor, set_id, seen)
        before = _of(themes, theme)
        given = _clean(name) if name.strip() else None
        now = given or before.found_name
        _refuse_twins([now, *_other_names(themes, theme)])
        _note(cursor, set_id, theme, "rename", given or "", actor)
        note_act(cursor, actor, ACT, f'"{before.name}" ({before.language}) renamed to "{now}"')


def merge(
    house: House, set_id: int, theme: int, into: int, actor: str, seen: int | None = None
) -> None:
    """Count the comments of a theme with those of another; what was merged into it comes along.

    Raises
    ------
    ThemeRefused
        When the two are one already, or not in force any more; nothing is changed.
    """
    with house.writing() as cursor:
        themes = _in_force(cursor, set_id, seen)
        part, whole = _of(themes, theme), _of(themes, into)
        if head_of(themes, theme) == head_of(themes, into):
            raise ThemeRefused(
                f'"{part.name}" and "{whole.name}" are one theme already. Choose two others.'
            )
        _note(cursor, set_id, theme, "merge", str(into), actor)
        said = f'"{part.name}" ({part.language}) merged into "{whole.name}"'
        note_act(cursor, actor, ACT, said)


def split(house: House, set_id: int, theme: int, actor: str, seen: int | None = None) -> None:
    """Make a merged theme one of its own again, under the name it had.

    Raises
    ------
    ThemeRefused
        When it was not merged, another theme has its name by now, or it is not in force any more;
        nothing is changed.
    """
    with house.writing() as cursor:
        themes = _in_force(cursor, set_id, seen)
        part = _of(themes, theme)
        if part.merged_into is None:
            raise ThemeRefused(f'"{part.name}" is not merged into another theme.')
        whole = _of(themes, part.merged_into)
        _refuse_twins([part.name, *_other_names(themes, theme)])
        _note(cursor, set_id, theme, "split", None, actor)
        said = f'"{part.name}" ({part.language}) split from "{whole.name}"'
        note_act(cursor, actor, ACT, said)


def reset(house: House, set_id: int, actor: str, seen: int | None = None) -> None:
    """Keep the themes of a language no more: they are found anew from then on.

    Raises
    ------
    ThemeRefused
        When they are not in force any more; nothing is changed.
    """
    with house.writing() as cursor:
        themes = _in_force(cursor, set_id, seen)
        _note(cursor, set_id, None, "reset", None, actor)
        said = f"{len(themes)} themes ({themes[0].language}) no longer kept"
        note_act(cursor, actor, ACT, said)


def head_of(themes: tuple[KeptTheme, ...], theme: int) -> int:
    """Return the theme that one is counted with: itself, or what it was merged into."""
    into = _of(themes, theme).merged_into
    return theme if into is None else head_of(themes, into)


def _in_force(cursor: Cursor, set_id: int, seen: int | None) -> tuple[KeptTheme, ...]:
    """Return the themes of a set, and refuse one that somebody replaced or gave up meanwhile."""
    found = tuple(each for each in read(cursor) if each.set_id == set_id)
    if not found:
        raise ThemeRefused(
            "These themes are not kept any more: somebody learnt them anew or gave them up. "
            "Look at those that hold now, then try again."
        )
    _refuse_late(cursor, found[0].language, seen)
    return found


def _refuse_late(cursor: Cursor, language: str, seen: int | None) -> None:
    """Refuse whoever decides by themes that somebody has changed since they looked."""
    later = cursor.execute(_LATER, [language, seen]).fetchone() if seen is not None else None
    if later is not None:
        actor, act = later
        raise ThemesMoved(
            f"In the meantime {actor} {ACTS[act]}. Nothing of yours was changed: look at the "
            "themes as they are now, then try again."
        )


def _of(themes: tuple[KeptTheme, ...], theme: int) -> KeptTheme:
    for each in themes:
        if each.theme == theme:
            return each
    raise ThemeRefused(f"There is no theme {theme} among the kept ones. Choose one that is shown.")


def _other_names(themes: tuple[KeptTheme, ...], theme: int) -> list[str]:
    """Names that are shown besides that theme's."""
    return [each.name for each in themes if each.theme != theme and each.merged_into is None]


def _clean(name: str) -> str:
    """Return a name on one line, without blanks around it."""
    text = " ".join(name.split())
    if len(text) > LONGEST_NAME:
        raise ThemeRefused(
            f'"{text[:LONGEST_NAME]}…" is too long for a theme: {LONGEST_NAME} letters at most.'
        )
    return text


def _refuse_twins(names: list[str]) -> None:
    folded = [name.casefold() for name in names]
    twins = [name for name in names if folded.count(name.casefold()) > 1]
    if twins:
        raise ThemeRefused(
            f'There is another theme called "{twins[0]}". Choose another name, or merge the two.'
        )


def _note(
    cursor: Cursor, set_id: int, theme: int | None, act: str, said: str | None, actor: str
) -> None:
    cursor.execute(_CHANGE, [set_id, theme, act, said, actor])


def _number(cursor: Cursor, text: str) -> int:
    found = cursor.execute(text).fetchone()
    assert found is not None  # an aggregate always gives a row
    return int(found[0])
