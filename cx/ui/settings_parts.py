"""The parts of the Settings page: the form, who changed what, what feeds what, and who may."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import streamlit as st

from cx import auth, zones
from cx.errors import CxError, SettingsMoved
from cx.extracts import EXTRACTS
from cx.periods import MONTHS
from cx.settings import (
    CURRENCIES,
    DEFAULTS,
    DEFINITIONS,
    GROUPS,
    Definition,
    Settings,
    Value,
    revise,
    valued,
    write,
)
from cx.topics.rests_on import pages_resting_on
from cx.ui import cards, gate, menu, session, table
from cx.ui.text import escape
from cx.warehouse import settings as house_settings
from cx.words import listed, to_the_minute

SHEET = "settings_sheet"
FIELDS_IN_A_ROW, NARROWEST = 3, 240


@dataclass(slots=True)
class Sheet:
    """What one person has before them, until it is saved.

    Parameters
    ----------
    seen : Settings
        What held when the form was filled.
    values : mapping of str to Value
        What its fields begin with.
    number : int
        Fields of another sheet are other fields.
    wrong : dict of str to str
        Sentences to stand beside fields, by name.
    said : str
        How the last attempt to save ended; `is_saved` says whether it did.
    is_drawn : bool
        Whether its fields have stood on the page: they go when the person leaves it.
    """

    seen: Settings
    values: Mapping[str, Value]
    number: int
    wrong: dict[str, str] = field(default_factory=dict)
    said: str = ""
    is_saved: bool = False
    is_drawn: bool = False


def headline() -> tuple[str, str]:
    """Say how many settings are the company's own, and who changed one last."""
    own = house_settings.moved(DEFAULTS, session.settings())
    answer = f"{len(own) or 'None'} of {len(DEFINITIONS)} settings differ from their defaults."
    with session.house().reading() as cursor:
        last = house_settings.changes(cursor, most=1)
    if not last:
        return answer, "Nobody has changed any yet."
    return (
        answer,
        f"Last changed by {last[0].actor} on {to_the_minute(last[0].happened_at, session.zone())}.",
    )


def ignored() -> None:
    """Say which stored values do not hold, if any."""
    with session.house().reading() as cursor:
        words = house_settings.stored(cursor).ignored
    if words:
        st.warning("  \n".join(map(escape, words)), icon=":material/warning:")


def form() -> None:
    """Show every setting; those who may change them save all that is right, or nothing."""
    person = session.person()
    may_change = auth.may(person, "settings")
    if not may_change:
        who = auth.who_can_help()
        st.info(escape(f"{auth.why_not(person, 'settings')} Ask {who} to change them."))
    sheet = _sheet()
    with st.form("settings", border=False, enter_to_submit=False):
        for group, about in GROUPS.items():
            _group(sheet, group, about, is_open=may_change)
        _say(sheet)
        st.form_submit_button(
            "Save settings",
            key="save_settings",
            type="primary",
            icon=":material/save:",
            on_click=_save,
            disabled=not may_change,
        )


def _sheet() -> Sheet:
    """Return the sheet of this visit; who comes back to the page begins with a new one."""
    sheet: Sheet | None = st.session_state.get(SHEET)
    if sheet is None or (sheet.is_drawn and _key(sheet, "company") not in st.session_state):
        sheet = _new_sheet(session.settings())
    sheet.is_drawn = True
    return sheet


def _new_sheet(
    seen: Settings,
    drafts: Mapping[str, Value] | None = None,
    said: str = "",
    is_saved: bool = False,
) -> Sheet:
    earlier: Sheet | None = st.session_state.get(SHEET)
    values = {name: valued(seen, name) for name in DEFINITIONS} | dict(drafts or {})
    number = earlier.number + 1 if earlier else 0
    st.session_state[SHEET] = Sheet(seen, values, number, said=said, is_saved=is_saved)
    return st.session_state[SHEET]


def _key(sheet: Sheet, name: str) -> str:
    return f"setting_{sheet.number}_{name}"


def _group(sheet: Sheet, group: str, about: str, is_open: bool) -> None:
    with st.container(border=True):
        with st.container(gap=None):
            cards.section(group)
            st.caption(about)
        with st.grid(FIELDS_IN_A_ROW, gap="small", min_column_width=NARROWEST):
            for definition in DEFINITIONS.values():
                if definition.group == group:
                    with st.container(gap="xsmall"):
                        _field(sheet, definition, is_open)


def _field(sheet: Sheet, definition: Definition, is_open: bool) -> None:
    """Show one setting: its field, what holds now and by default, and what is wrong with it."""
    label, key = _label(definition), _key(sheet, definition.name)
    value, is_shut = sheet.values[definition.name], not is_open
    help = f"{definition.help} Allowed: {definition.in_range()}. {definition.floor}".strip()
    match definition.kind:
        case "text" | "colour" | "address":
            st.text_input(label, str(value), key=key, help=help, disabled=is_shut)
        case "currency":
            codes = ["", *CURRENCIES]
            _choice(label, codes, codes.index(str(value)), key, help, is_shut)
        case "zone":
            names = [*zones.names()]
            _choice(label, names, names.index(str(value)), key, help, is_shut)
        case "month":
            _choice(label, list(MONTHS), int(value or 1) - 1, key, help, is_shut)
        case _:
            _number(definition, label, value, key, help, is_shut)
    st.caption(escape(_now(definition)))
    if definition.name in sheet.wrong:
        st.error(escape(sheet.wrong[definition.name]), icon=":material/error:")


def _label(definition: Definition) -> str:
    is_said = definition.unit in definition.label.lower()
    return definition.label if is_said else f"{definition.label} ({definition.unit})"


def _now(definition: Definition) -> str:
    now, default = valued(session.settings(), definition.name), definition.default
    if now == default:
        return f"Now {definition.in_words(now)}, the default."
    return f"Now {definition.in_words(now)}. Default: {definition.in_words(default)}."


def _choice(label: str, choices: list[str], index: int, key: str, help: str, is_shut: bool) -> None:
    st.selectbox(
        label,
        choices,
        index=index,
        format_func=lambda choice: choice or "none",
        key=key,
        help=help,
        disabled=is_shut,
    )


def _number(
    definition: Definition, label: str, value: Value, key: str, help: str, is_shut: bool
) -> None:
    is_whole = definition.kind == "count"
    # A field that begins empty can be emptied again; one that begins with a number can't.
    if key not in st.session_state:
        st.session_state[key] = value
    st.number_input(
        label,
        value=None,
        step=1 if is_whole else 0.5,
        format="%d" if is_whole else "%g",
        placeholder="none",
        key=key,
        help=help,
        disabled=is_shut,
    )


def _say(sheet: Sheet) -> None:
    if sheet.said and sheet.is_saved:
        st.success(escape(sheet.said), icon=":material/check_circle:")
    elif sheet.said:
        st.error(escape(sheet.said), icon=":material/error:")


def _save() -> None:
    """Save what was changed on the sheet, or say why nothing was."""
    sheet: Sheet = st.session_state[SHEET]
    drafts = _drafts(sheet)
    texts = {name: write(value) for name, value in drafts.items()}
    sheet.wrong = revise(sheet.seen, texts)[1]
    if sheet.wrong:
        sheet.said, sheet.is_saved = _unsaved(sheet.wrong), False
        return
    try:
        person = gate.allowed("settings")
        now = house_settings.change(session.house(), texts, person.name, sheet.seen)
        _new_sheet(now, said=_saved(sheet.seen, now), is_saved=True)
    except SettingsMoved as moved:
        with session.house().reading() as cursor:
            _new_sheet(house_settings.read(cursor), drafts, str(moved))
    except CxError as error:
        sheet.said, sheet.is_saved = str(error), False


def _unsaved(wrong: Mapping[str, str]) -> str:
    """Name the fields to mend: they may be out of sight."""
    labels = [f'"{DEFINITIONS[name].label}"' for name in wrong]
    return f"Nothing was saved yet. Mend {listed(labels)}: each says what is wrong with it."


def _drafts(sheet: Sheet) -> dict[str, Value]:
    """Return what the fields hold where that is not what held."""
    held = {name: st.session_state[_key(sheet, name)] for name in DEFINITIONS}
    held["fiscal_year_start"] = MONTHS.index(held["fiscal_year_start"]) + 1
    return {
        name: value
        for name, value in held.items()
        if write(value) != write(valued(sheet.seen, name))
    }


def _saved(before: Settings, now: Settings) -> str:
    moved = house_settings.moved(before, now)
    if not moved:
        return "Nothing was changed, so there was nothing to save."
    said = [house_settings.in_words(name, before, now) for name in moved]
    return f"Saved: {listed(said)}. Pages follow from their next step on."


def changes() -> None:
    """Show who changed which setting, when, from what to what."""
    with session.house().reading() as cursor:
        found = house_settings.changes(cursor)
    with st.container(border=True):
        cards.section("Who changed what")
        if not found:
            st.caption("Nobody has changed any setting yet: the defaults hold.")
            return
        rows = [
            {
                "when": to_the_minute(each.happened_at, session.zone()),
                "who": each.actor,
                "what": each.what,
            }
            for each in found
        ]
        table.show(rows, alt="Changes of settings, the newest first", name="settings_changes")


def feeds() -> None:
    """Show which pages rest on which extract."""
    rows = [
        {
            "extract": extract,
            "pages": listed([menu.entry_of(page).title for page in pages_resting_on(extract)])
            or "none yet",
        }
        for extract in EXTRACTS
    ]
    with st.container(border=True):
        cards.section("Which extract feeds which page")
        alt = "Extracts, and the pages that rest on each"
        table.show(rows, alt=alt, name="settings_feeds", most=len(rows))
        st.caption("History and Quality tell of every extract.")


def roles() -> None:
    """Show what each role may do, and who has which; names only to those who may set them."""
    person, in_force = session.person(), auth.roles_in_force()
    may_see_names = auth.may(person, "settings")
    lines = [_role(role, in_force, may_see_names) for role in auth.ROLES if role != "nobody"]
    with st.container(border=True):
        cards.section("Who may do what")
        st.caption(escape(_who(person, in_force)))
        st.markdown("\n".join(f"- {line}" for line in lines))
        st.caption("Each may also do what those above it may. Roles are set where this is run.")


def _who(person: auth.Person, in_force: auth.Roles) -> str:
    words = f"You are {person.name or 'a visitor'}, with the role {person.role}."
    if person.role == in_force.person(person.name).role:
        return words
    return f"{words} Nobody signs in here: who sits at this machine may do everything."


def _role(role: auth.Role, in_force: auth.Roles, may_see_names: bool) -> str:
    acts = listed([said for least, said in auth.ACTS.values() if least == role])
    named = in_force.with_role(role)
    counted = [f"{len(named)} by name"] if named else []
    others = ["everybody who is not named"] if role == in_force.default else []
    people = [*(named if may_see_names else counted), *others] or ["nobody by name"]
    return f"**{role.capitalize()}**: {escape(acts)} ({escape(listed(people))})"
