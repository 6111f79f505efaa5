"""What a check has found: counts, effects in words, what is worth a look, and what is wrong."""

from collections.abc import Callable

import pandas as pd
import streamlit as st

from cx.ingest import ImportResult, Problem, Staged
from cx.ui import downloads, effects, table
from cx.ui.text import bullets, escape
from cx.ui.upload.state import Draft
from cx.words import counted, listed

TILES = {
    "new": ("New", "Rows whose key is not there yet: they are added."),
    "changed": ("Changed", "Rows whose key is there with other values: they replace the earlier."),
    "unchanged": ("Unchanged", "Rows that are there already, exactly so."),
    "retired": ("Retired", "Rows that are there but no longer in the file: only a snapshot does."),
    "rejected": ("Rejected", "Rows with a value that cannot be read: they stay out."),
    "duplicate": ("Duplicate in file", "Rows with the key of an earlier row of the file."),
}
MODES = {
    "merge": ("Add and replace (merge)", "Rows that the file does not have stay as they are."),
    "snapshot": (
        "Replace all (snapshot)",
        "The file is everything: rows that it does not have are retired.",
    ),
}
MOST_PROBLEMS, MOST_ROWS_HIGH = 1000, 10


def show(
    draft: Draft, staged: Staged, checked: ImportResult, take_mode: Callable[[str], None]
) -> None:
    """Show what an import would do, the most telling first."""
    _headline(staged, checked)
    if any(checked.counts.values()):
        _tiles(checked)
    _problems(draft, checked)
    if staged.good and (checked.status != "rejected" or draft.mode != "merge"):
        _mode(draft, take_mode)
    _effects(checked)
    _warnings(checked)


def _headline(staged: Staged, checked: ImportResult) -> None:
    """Say in a sentence whether the file can come in."""
    if checked.status == "rejected":
        st.error(escape(checked.warnings[-1]), icon=":material/block:")
        return
    out = [
        f"{count:,} {why}"
        for count, why in (
            (staged.rejected, "unreadable"),
            (staged.duplicate, "with the key of an earlier row"),
        )
        if count
    ]
    if out:
        left_out = staged.rejected + staged.duplicate
        stay = "stays" if left_out == 1 else "stay"
        said = f"{left_out:,} of {counted(staged.rows, 'row')} {stay} out: {listed(out)}."
        st.warning(f"{said} The others can come in.", icon=":material/rule:")
    else:
        rows = f"All {counted(staged.rows, 'row')}" if staged.rows > 1 else "The one row"
        st.success(f"{rows} can come in.", icon=":material/check_circle:")


def _tiles(checked: ImportResult) -> None:
    # A million does not fit into a sixth of a laptop.
    columns = len(TILES) if max(checked.counts.values()) < 1_000_000 else len(TILES) // 2
    with st.grid(columns, min_column_width=130, gap="small"):
        for word, (label, help) in TILES.items():
            count = checked.counts.get(word, 0)
            st.metric(label, f"{count:,}", help=help, border=True)


def _mode(draft: Draft, take_mode: Callable[[str], None]) -> None:
    key = draft.key(f"mode_{draft.mode}")
    st.radio(
        "What becomes of rows that are there already?",
        list(MODES),
        index=list(MODES).index(draft.mode),
        format_func=lambda mode: MODES[mode][0],
        captions=[caption for _, caption in MODES.values()],
        key=key,
        on_change=take_mode,
        args=(key,),
    )


def _effects(checked: ImportResult) -> None:
    """The headline figures that would move, in words."""
    if checked.status == "rejected":
        return
    with st.container(gap="xsmall"):
        st.markdown("**What would change on the pages**")
        effects.show(checked.effects, "effects")


def _warnings(checked: ImportResult) -> None:
    is_refused = checked.status == "rejected"
    said = checked.warnings[:-1] if is_refused else [*checked.warnings]
    if said:
        with st.container(gap="xsmall"):
            st.markdown("**Worth a look**")
            st.markdown(bullets(said))


def _problems(draft: Draft, checked: ImportResult) -> None:
    """What is wrong with which cell, and the rows themselves to be mended."""
    if not checked.problems:
        return
    shown = checked.problems[:MOST_PROBLEMS]
    st.markdown("**What is wrong, cell by cell**")
    st.dataframe(
        pd.DataFrame(_problem_rows(shown)),
        hide_index=True,
        height=table.height(len(shown), MOST_ROWS_HIGH),
        column_config={
            "Row": st.column_config.NumberColumn(width=70, format="%d"),
            "What is wrong": st.column_config.TextColumn(width="large"),
        },
        alt="Cells that cannot be read, with what was expected",
        key=draft.key("problems"),
    )
    if len(checked.problems) > len(shown):
        st.caption(f"The first {len(shown):,}; the file of rejects has all rows.")
    if checked.rejects_file:
        downloads.rejected_rows(checked.rejects_file)


def _problem_rows(problems: list[Problem]) -> list[dict[str, object]]:
    has_files = any(each.file for each in problems)
    return [
        {
            **({"File": each.file} if has_files else {}),
            "Row": each.row,
            "Column": each.column,
            "As written": each.value,
            "What is wrong": each.message,
        }
        for each in problems
    ]
