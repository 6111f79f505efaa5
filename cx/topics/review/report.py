"""Turns a review into Reports: the meeting's own, and one for each item, in their order."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from cx.errors import CxError
from cx.export.report import Figure, Report, Row
from cx.export.slide import Slide
from cx.settings import Settings
from cx.topics import slides
from cx.topics.ask import Ask
from cx.topics.review import words
from cx.topics.review.results import Agenda, Decided, Item
from cx.topics.review.since import Since, since
from cx.topics.review.view import report_of
from cx.words import counted, day_in_words

COLUMNS = ("What", "Who", "By when", "How it stands")


@dataclass(frozen=True, slots=True)
class Today:
    """An item as the data stand: its report, or why there is none."""

    item: Item
    report: Report | None
    why: str = ""

    @property
    def since(self) -> Since | None:
        """What became of it since something was decided; None where nothing was."""
        return since(self.item.record, self.report, self.why) if self.item.record else None


@dataclass(frozen=True, slots=True)
class Made:
    """A review as documents have it: reports of a deck in their order, and all in one."""

    deck: tuple[Report, ...]
    whole: Report


def make(ask: Ask, agenda: Agenda, settings: Settings, version: int) -> Made:
    """Ask and analyse every item of a review, all of one state of the warehouse."""
    todays = [_today(ask, item, settings, version) for item in agenda.items]
    return Made(
        reports(agenda, todays, settings, version), whole(agenda, todays, settings, version)
    )


def _today(ask: Ask, item: Item, settings: Settings, version: int) -> Today:
    try:
        return Today(item, report_of(ask, item.page, item.address, settings, version))
    except CxError as error:
        return Today(item, None, str(error))


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
        "link": item.link,
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
    """Return the report of an item: what is said of it, its page's slides, what became of it."""
    item = today.item
    if today.report is None:
        said = Slide(f"{at}. {item.title}", sentences=[today.why, *_said(item)])
        return replace(cover, figures=(), tables={}, slides=[said, *_since(today)])
    opening = Slide(
        f"{at}. {item.title}",
        today.report.filters_in_words,
        sentences=[today.report.headline, *_said(item)],
        basis=f"The same view in the dashboard: {item.link}",
        notes=[item.commentary],
    )
    return replace(today.report, slides=[opening, *today.report.slides, *_since(today)])


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
