"""Turns a review into Reports: the meeting's own, and one for each item, in their order."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from cx.errors import CxError
from cx.export.report import Figure, Link, Report, Row, figure_words
from cx.export.slide import Slide
from cx.settings import Settings
from cx.topics import slides
from cx.topics.ask import Ask
from cx.topics.review import words
from cx.topics.review.results import Agenda, Decided, Item
from cx.topics.review.since import Since, since
from cx.topics.review.view import report_of
from cx.words import counted, day_in_words

MOST_FIGURES = 8
"""Of an item on a slide."""
COLUMNS = ("What", "Who", "By when", "How it stands")


@dataclass(frozen=True, slots=True)
class Today:
    """An item as the data stand: its report, or why there is none; and where the dashboard is."""

    item: Item
    report: Report | None
    why: str = ""
    at: str = ""

    @property
    def since(self) -> Since | None:
        """What became of it since something was decided; None where nothing was."""
        return since(self.item.record, self.report, self.why) if self.item.record else None


@dataclass(frozen=True, slots=True)
class Made:
    """A review as documents have it.

    Parameters
    ----------
    deck : tuple of Report
        What slides are made of, in their order: of each item what a meeting needs.
    whole : Report
        All in one, for the workbook.
    summary : tuple of Report
        The meeting, then each item with all its figures and findings, for a page of text.
    """

    deck: tuple[Report, ...]
    whole: Report
    summary: tuple[Report, ...]


def make(ask: Ask, agenda: Agenda, settings: Settings, version: int) -> Made:
    """Ask and analyse every item of a review, all of one state of the warehouse."""
    todays = [_today(ask, item, settings, version) for item in agenda.items]
    given = (agenda, todays, settings, version)
    deck = reports(*given)
    items = [_named(each, at) or deck[at] for at, each in enumerate(todays, 1)]
    return Made(deck, whole(*given), (deck[0], *items, deck[-1]))


def _named(today: Today, at: int) -> Report | None:
    """Return the whole report of an item, with its place and name as its first finding."""
    report = today.report
    named = Slide(f"{at}. {today.item.title}")
    return report and replace(report, slides=[named, *report.slides])


def _today(ask: Ask, item: Item, settings: Settings, version: int) -> Today:
    try:
        report = report_of(ask, item.page, item.address, settings, version)
        return Today(item, report, at=settings.address)
    except CxError as error:
        return Today(item, None, str(error), settings.address)


def reports(
    agenda: Agenda, todays: Sequence[Today], settings: Settings, version: int
) -> tuple[Report, ...]:
    """Return what a deck is made of: cover and earlier actions, the items, what was decided.

    Parameters
    ----------
    agenda : Agenda
    todays : sequence of Today
        One for each item, in the order of the agenda.
    settings : Settings
        Company and colour.
    version : int
        Data version that all figures of today are of.
    """
    cover = _meeting(agenda, todays, settings, version)
    end = replace(cover, figures=(), tables={}, slides=_end(agenda))
    items = [_item(each, at, cover) for at, each in enumerate(todays, 1)]
    return (replace(cover, figures=()), *items, end)


def whole(agenda: Agenda, todays: Sequence[Today], settings: Settings, version: int) -> Report:
    """Return a review as one report: its own tables, then those of each item by its place."""
    cover = _meeting(agenda, todays, settings, version)
    tables: dict[str, Sequence[Row]] = dict(cover.tables)
    for at, each in enumerate(todays, 1):
        if each.report:
            tables |= {f"{at}_{name}": rows for name, rows in each.report.tables.items()}
    return replace(cover, tables=tables)


def _meeting(agenda: Agenda, todays: Sequence[Today], settings: Settings, version: int) -> Report:
    day = day_in_words(agenda.meeting.held_on)
    return Report(
        topic="review",
        filters={"review": agenda.meeting.review_id},
        filters_in_words=f"{agenda.meeting.title}, {day}, {counted(len(agenda.items), 'item')}",
        data_version=version,
        headline=agenda.headline,
        figures=_figures(agenda),
        tables=_tables(agenda, todays),
        company=settings.company,
        title=agenda.meeting.title,
        slides=_before(agenda),
        accent=settings.accent,
        link=Link(f"{settings.address}/review?review={agenda.meeting.review_id}"),
        time_zone=settings.time_zone,
    )


def _figures(agenda: Agenda) -> list[Figure]:
    decided = agenda.decided
    counts = {
        "items": ("Items on the agenda", len(agenda.items)),
        "decided": ("Items decided", sum(bool(each.decided) for each in agenda.items)),
        "decisions": ("Decisions", sum(not each.is_action for each in decided)),
        "actions_open": ("Actions open", sum(each.is_open for each in decided)),
        "earlier_open": ("Earlier actions open", sum(each.is_open for each in agenda.before)),
    }
    return [
        Figure(key, label, "", float(count), None, None, count, shown=f"{count:,}")
        for key, (label, count) in counts.items()
    ]


def _tables(agenda: Agenda, todays: Sequence[Today]) -> Mapping[str, Sequence[Row]]:
    return {
        "agenda": [_agenda_row(each, at) for at, each in enumerate(todays, 1)],
        "decided": [_decided_row(each) for each in agenda.decided],
        "earlier_actions": [_decided_row(each) for each in agenda.before],
        "figures": [row for at, each in enumerate(todays, 1) for row in _figure_rows(each, at)],
        "since": [row for at, each in enumerate(todays, 1) for row in _since_rows(each, at)],
    }


def _agenda_row(today: Today, at: int) -> Row:
    item = today.item
    return {
        "place": at,
        "title": item.title,
        "link": Link(f"{today.at}{item.link}"),
        "answer": today.report.headline if today.report else today.why,
        "shown": today.report.filters_in_words if today.report else None,
        "commentary": item.commentary or None,
        "added_at_version": item.data_version,
        "decided_on": item.record.decided_on if item.record else None,
        "since": today.since.sentence if today.since else None,
    }


def _decided_row(each: Decided) -> Row:
    return {
        "kind": each.kind,
        "what": each.body,
        "owner": each.owner or None,
        "due_on": each.due_on,
        "status": each.status if each.is_action else None,
        "review_on": each.held_on,
    }


def _figure_rows(today: Today, at: int) -> Iterator[Row]:
    for each in today.report.figures if today.report else ():
        yield {
            "place": at,
            "figure": each.label,
            "shown": each.shown or None,
            "value": each.value,
            "low": each.low,
            "high": each.high,
            "unit": each.unit,
            "rests_on": each.responses,
            "verdict": each.verdict,
            "note": each.note,
        }


def _since_rows(today: Today, at: int) -> Iterator[Row]:
    for each in today.since.lines if today.since else ():
        yield {
            "place": at,
            "figure": each.label,
            "then": each.then,
            "now": each.now,
            "difference": each.difference or None,
            "verdict": each.found.verdict if each.found else None,
        }


def _item(today: Today, at: int, cover: Report) -> Report:
    """Return an item as a deck has it: three slides at most; all else is in the workbook.

    First its answer with what is said and decided, then what shows it best, then its figures: as
    they were when it was decided beside those of today, where it was.
    """
    report = today.report
    if report is None:
        said = Slide(f"{at}. {today.item.title}", sentences=[today.why, *_said(today.item)])
        return replace(cover, figures=(), tables={}, slides=[said, *_since(today)])
    figures = [*_since(today)] or [_few_figures(report)]
    opening, *rest = [_opening(today, report, at), *_telling(report), *figures]
    if not opening.sentences:
        opening, rest = replace(opening, table=rest[-1].table), rest[:-1]
    return replace(report, slides=[opening, *rest], figures=(), tables={})


def _opening(today: Today, report: Report, at: int) -> Slide:
    """The answer of the page, and what the meeting has to say of it."""
    item = today.item
    return Slide(
        report.headline,
        f"{at}. {item.title} · {report.filters_in_words}",
        sentences=_said(item),
        basis=f"The same view in the dashboard: {report.link}",
        notes=[item.commentary],
    )


def _telling(report: Report) -> list[Slide]:
    """The first chart of a page, else its first table: it shows the answer."""
    drawn = [each for each in report.slides if each.chart is not None]
    listed = [each for each in report.slides if each.table is not None and each.table.rows]
    found = (drawn or listed)[:1]
    # What is said already stands above it as the answer.
    return [
        replace(each, title=each.subtitle, subtitle="")
        if each.subtitle and each.title.rstrip(".") in report.headline
        else each
        for each in found
    ]


def _few_figures(report: Report) -> Slide:
    """The first figures of a page, those of its tiles."""
    shown = report.figures[:MOST_FIGURES]
    rows = [
        (each.label, figure_words(each), each.shown_interval, f"{each.responses:,}")
        for each in shown
    ]
    columns = ("Figure", "Value", "95 % interval", "Rests on")
    why = [f"{each.label}: {each.note}" for each in shown if each.refusal and each.note]
    table = slides.grid(columns, rows, len(report.figures))
    return Slide("Figures of today", report.filters_in_words, table=table, notes=why)


def _said(item: Item) -> list[str]:
    said = [line for line in item.commentary.splitlines() if line]
    said += [words.decided(each) for each in item.decided]
    return said


def _since(today: Today) -> Iterator[Slide]:
    found = today.since
    if found is None or not found.lines:
        return
    rows = [(each.label, each.then, each.now, each.difference) for each in found.lines]
    yield Slide(
        found.sentence,
        f"Figures of {today.item.title} when it was decided, and now",
        table=slides.grid(("Figure", "Then", "Now", "Difference"), rows),
        basis="In brackets: 95 % interval.",
        notes=words.NOTES,
    )


def _before(agenda: Agenda) -> list[Slide]:
    """Return the slide of earlier actions; none where there are none."""
    if not agenda.before:
        return []
    open_ones = sum(each.is_open for each in agenda.before)
    title = f"{counted(open_ones, 'action')} of earlier reviews {_are(open_ones)} open"
    return [Slide(title, table=slides.grid(COLUMNS, _rows(agenda.before, agenda.meeting.held_on)))]


def _end(agenda: Agenda) -> list[Slide]:
    """Return the last slides: what was decided, and who does what by when."""
    decisions = [each for each in agenda.decided if not each.is_action]
    actions = [each for each in agenda.decided if each.is_action]
    found = []
    if decisions:
        found.append(
            Slide(
                f"{counted(len(decisions), 'decision')} of this review",
                sentences=[words.action(each) for each in decisions],
            )
        )
    if actions:
        title = f"{counted(len(actions), 'action')} to be taken"
        rows = _rows(actions, agenda.meeting.held_on)
        found.append(Slide(title, table=slides.grid(COLUMNS, rows)))
    return found or [Slide("Nothing was decided yet", sentences=[agenda.headline])]


def _rows(decided: Sequence[Decided], on: date) -> list[tuple[str, str, str, str]]:
    return [
        (
            each.body,
            each.owner,
            day_in_words(each.due_on) if each.due_on else "",
            "overdue" if each.is_late(on) else each.status,
        )
        for each in decided
    ]


def _are(count: int) -> str:
    return "is" if count == 1 else "are"
