"""What a person should say yes to before a commit: is the file whole, are the units right."""

from collections.abc import Iterator

from cx.ingest.written import Written, in_rows, rows_of

FAR = 10
"""Times as much, or as little, as in the import before that nobody would expect of a column."""

# Names in the SQL below come from the catalogue in cx/extracts.py, never from a file or a person.
# ruff: noqa: S608


def questions(file: Written) -> list[str]:
    """What to ask about a file; most have nothing to be asked about."""
    is_it_whole = [*_about_rows_gone(file), *_about_retired(file)]
    return [*is_it_whole, *_about_sums(file, is_cut=bool(is_it_whole))]


def _about_rows_gone(file: Written) -> Iterator[str]:
    """Less than half of the rows of the import before; what was mended of its rejects may be."""
    last, rows = file.usual, file.staged.good
    if last is None:
        return
    is_new = not (file.counts["changed"] or file.counts["unchanged"])
    is_mended = is_new and rows <= last.rejected_rows
    if 2 * rows < rows_of(last) and not is_mended:
        yield (
            f"The file has {in_rows(rows)}, and import {last.import_id} of {file.extract.name} "
            f"({last.committed_at:%Y-%m-%d}) had {rows_of(last):,}. Is it whole?"
        )


def _about_retired(file: Written) -> Iterator[str]:
    retired = file.counts["retired"]
    there = retired + file.counts["changed"] + file.counts["unchanged"]
    if 2 * retired > there:
        yield (
            f"This snapshot lacks {retired:,} of the {there:,} {file.extract.name} that are "
            "there, and retires them. Is it whole?"
        )


def _about_sums(file: Written, is_cut: bool) -> Iterator[str]:
    """A column of amounts that is ten times what it was, or a tenth: by row, or altogether."""
    names = [each.name for each in file.extract.columns if each.type in ("money", "number")]
    if file.usual is None or not names:
        return
    last = file.usual.import_id
    sums = ", ".join(f"cast(sum({name}) as double), count({name})" for name in names)
    now = file.row(f"select {sums} from {file.stage}")
    then = file.row(f"select {sums} from {file.extract.history} where import_id = {last:d}")
    for i, name in enumerate(names):
        total, values, total_then, values_then = *now[2 * i : 2 * i + 2], *then[2 * i : 2 * i + 2]
        if not values or not values_then:
            continue
        is_odd = _is_far(total / values, total_then / values_then)
        if is_odd or (not is_cut and _is_far(total, total_then)):
            yield (
                f"{name} adds up to {total:,.2f} in {in_rows(values)}, and in import {last} to "
                f"{total_then:,.2f} in {values_then:,}. Are the units right?"
            )


def _is_far(one: float, other: float) -> bool:
    """Whether one is more than ten times the other, whatever their signs.

    >>> _is_far(-11, 1), _is_far(10, 1), _is_far(0, 0)
    (True, False, False)
    """
    return max(abs(one), abs(other)) > FAR * min(abs(one), abs(other))
