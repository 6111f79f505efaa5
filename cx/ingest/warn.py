"""Sentences about a file beside what is there: what a person should look at before a commit."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from math import sqrt

from cx.extracts import EXTRACTS, Extract
from cx.ingest import confirm, currency
from cx.ingest.effects import Headlines
from cx.ingest.written import RECENT, Written, rows_of
from cx.metrics import METRICS
from cx.warehouse.records import HistoryLine
from cx.words import counted, to_the_minute

ODD_VOLUME = 3
"""Times as many rows, or as few, as usual that are worth a word."""
LONG_AGO = "20 years"
EPOCH = "1970-01-01"
ENOUGH = 30
"""Answers on both sides for scores to be compared."""

# Names in the SQL below come from the catalogue in cx/extracts.py, never from a file or a person.
# ruff: noqa: S608


@dataclass(frozen=True, slots=True)
class Remarks:
    """What was noticed about a file: worth a look, in need of a yes, and imported before as."""

    warnings: list[str] = field(default_factory=list)
    confirm: list[str] = field(default_factory=list)
    earlier: int | None = None


def about(file: Written) -> Remarks:
    """Compare a file with what is there, inside the transaction that has written it."""
    asked, earlier = confirm.questions(file), file.earlier
    warnings = [
        *([_about_earlier(earlier, file.zone)] if earlier else []),
        *currency.remarks(file.cursor, file.staged.currencies),
        *([] if asked else _about_volume(file)),
        *_about_orphans(file),
        *_about_left_behind(file),
        *_about_days(file),
        *_about_scores(file),
    ]
    return Remarks(warnings, asked, earlier.import_id if earlier else None)


def _about_earlier(line: HistoryLine, zone: str) -> str:
    when = to_the_minute(line.committed_at, zone)
    return f"This file was already imported as number {line.import_id} on {when} by {line.actor}."


def _about_volume(file: Written) -> Iterator[str]:
    usual = sorted(rows_of(each) for each in file.past[:RECENT])
    if len(usual) < 3 or file.staged.is_mended:
        return
    middle, rows = usual[len(usual) // 2], file.staged.good
    if rows > ODD_VOLUME * middle or ODD_VOLUME * rows < middle:
        yield (
            f"The file has {counted(rows, 'row')}, and the last {len(usual)} imports of "
            f"{file.extract.name} had {middle:,} in the middle."
        )


def _about_orphans(file: Written) -> Iterator[str]:
    """Ids that nothing has: such rows are kept, and told."""
    targets = file.extract.references
    if not targets:
        return
    given = file.row(f"select {', '.join(f'count({name})' for name in targets)} from {file.stage}")
    for (name, target), ids in zip(targets.items(), given, strict=True):
        if ids:
            yield from _about_lost(file, name, EXTRACTS[target], ids)


def _about_lost(file: Written, name: str, target: Extract, ids: int) -> Iterator[str]:
    lost, different, example, known = file.row(
        f"""
        select
            count(*), count(distinct staged.{name}), min(staged.{name}),
            (select count(*) from {target.table})
        from {file.stage} as staged
        anti join {target.table} as target on staged.{name} = target.{target.key[0]}
        where staged.{name} is not null
        """
    )
    if not known:
        yield (
            f"{name}: there are no {target.name} yet, so none of the ids is known ({ids:,}). Their "
            'rows are kept, and count under "(unknown)" until you import them.'
        )
    elif lost:
        yield (
            f"{name}: ids of {target.name} that are not there: {lost:,} of {ids:,} "
            f'({different:,} different, such as "{example[:60]}"). Their rows are kept, and count '
            'under "(unknown)".'
        )


def _about_left_behind(file: Written) -> Iterator[str]:
    """Rows of other extracts that name what a snapshot retires."""
    if not file.counts["retired"]:
        return
    gone = file.extract
    for other in EXTRACTS.values():
        for column in [name for name, target in other.references.items() if target == gone.name]:
            (rows,) = file.row(
                f"""
                select count(*) from {other.table} as pointing
                anti join {gone.table} as target on pointing.{column} = target.{gone.key[0]}
                semi join {gone.history} as past on pointing.{column} = past.{gone.key[0]}
                """
            )
            if rows:
                name = "names" if rows == 1 else "name"
                yield (
                    f"{counted(rows, 'row')} of {other.name} {name} {gone.name} that are then no "
                    f'longer there ({column}). What names them is kept, under "(unknown)".'
                )


def _about_days(file: Written) -> Iterator[str]:
    """Days that some programs write for "none", and days long before all others."""
    for column in file.extract.columns:
        if column.type not in ("date", "time"):
            continue
        day = column.name if column.type == "date" else f"app.day_of({column.name})"
        epochs, early, first = _odd_days(file, day, column.name)
        if epochs:
            yield f'{column.name}: rows of {EPOCH}, which often means "no date": {epochs:,}.'
        elif early and column.is_required:
            yield (
                f"{column.name}: rows more than {LONG_AGO} before the middle of the file: "
                f"{early:,}, the first on {first}."
            )


def _odd_days(file: Written, day: str, column: str) -> tuple[int, int, object]:
    """Count them; what is midnight in UTC on that day is meant where clocks are behind, too."""
    epochs, early, first = file.row(
        f"""
        with middle as (select quantile_disc({day}, 0.5) as day from {file.stage})
        select
            count(*) filter (
                where {day} = date '{EPOCH}' or {column} = timestamp '{EPOCH} 00:00:00'
            ),
            count(*) filter (where {day} < middle.day - interval '{LONG_AGO}'),
            min({day})
        from {file.stage} cross join middle
        """
    )
    return epochs, early, first


def _about_scores(file: Written) -> Iterator[str]:
    """Scores of the file that are far from those there, and by more than chance."""
    there_at_most = sum(answers for _, answers, _ in file.before.values())
    if file.extract.name != "responses" or there_at_most < ENOUGH:
        return
    found = file.cursor.execute(
        "select metric, survey_kind, count(*), sum(points) from rollup.answers "
        "semi join stage_responses using (response_id) where is_inside "
        "group by metric, survey_kind order by metric, survey_kind"
    ).fetchall()
    for metric, kind, answers, points in found:
        total, there = _before(file.before, metric, kind)
        if min(answers, there) >= ENOUGH:
            now, then = points / answers, total / there
            if is_sudden(metric, now - then, answers, there):
                asked = "" if kind == "(unknown)" else f" ({kind})"
                written = METRICS[metric].format
                yield (
                    f"{metric.upper()}{asked} of the {answers:,} answers of this file is "
                    f"{written(now)}, and of the {there:,} that were there before {written(then)}."
                )


def _before(before: Headlines, metric: str, kind: str) -> tuple[float, int]:
    """Points and answers of all quarters."""
    found = [each for key, each in before.items() if key[:2] == (metric, kind)]
    return sum(each[0] for each in found), sum(each[1] for each in found)


def is_sudden(metric: str, change: float, answers: int, answers_before: int) -> bool:
    """Whether a score is a tenth of its range away, and three standard errors at least.

    The error is the largest there can be: half of the answers at either end.

    >>> is_sudden("nps", 25.0, 1000, 1000), is_sudden("nps", 25.0, 100, 100)
    (True, False)
    >>> is_sudden("nps", 15.0, 9000, 9000)
    False
    """
    span = METRICS[metric].high - METRICS[metric].low
    error = span / 2 * sqrt(1 / answers + 1 / answers_before)
    return abs(change) > max(span / 10, 3 * error)
