"""What another mix is associated with, as slides: recommended moves, and customers above 0."""

from collections import Counter
from collections.abc import Iterator

from cx.analysis.profit.move_results import (
    YES,
    BestMix,
    Consequence,
    Peers,
    PlannedMove,
    WhatIf,
)
from cx.export.slide import Slide
from cx.topics import slides
from cx.topics.profitability import words
from cx.topics.profitability.results import Profitability
from cx.topics.profitability.words import between, money
from cx.topics.profitability.words_moves import (
    assumed_in_words,
    levels,
    signed_ends,
    tried_assumed,
)
from cx.words import counted

WHAT = "What another mix of channels would do cannot be told."
ASSOCIATED = "What channels cost is associated with them: only a trial shows what moving does."


def slides_of_moves(result: Profitability) -> list[Slide]:
    """Return slides for moves, for what is tried out and for those above 0 then, or say why not."""
    best = result.best
    if best is None:
        return [slides.refused(WHAT, result.refusal or "No moves were looked for.")]
    found = [_plan(result, best), *_tried(result)]
    if result.peers and not result.costs_refusal:
        found += [_would_be(result, result.peers)]
    return found


def _plan(result: Profitability, best: BestMix) -> Slide:
    title = words.best_in_words(result)
    if best.refusal:
        return slides.refused(title, best.refusal, _held(best))
    kept = [each for each in best.moves if each.is_recommended]
    if not kept:
        return _none(title, best, _assumed(result, best))
    currency = result.settings.currency
    change = best.recommended.margin.change if best.recommended else None
    whole = (
        f"Together {money(change.value, currency, has_sign=True)} ({between(change)})"
        if change
        else "What they earn together is withheld"
    )
    is_one = len(kept) == 1
    where = "another channel" if is_one else "other channels"
    subject = f"{counted(len(kept), 'move')} of contacts to {where}"
    if change:
        title = (
            f"{subject} {'is' if is_one else 'are'} associated with "
            f"{money(change.value, currency)} more margin ({between(change)})."
        )
    columns = ("Segment", "Purpose", "From", "To", "Share moved", "Contacts",
               f"More margin {currency}".strip(), "95 % interval")  # fmt: skip
    return Slide(
        title,
        "Recommended moves of contacts to other channels, the largest gain first",
        table=slides.grid(columns, [_move(each) for each in kept]),
        basis=f"{whole}. {_assumed(result, best)} {ASSOCIATED}",
        notes=[words.best_in_words(result), _others(best), *_held(best)],
    )


def _move(each: PlannedMove) -> tuple[str, ...]:
    move = each.move
    return (
        move.segment,
        move.purpose.split(": ")[-1] if move.purpose else "all",
        move.origin,
        move.target,
        f"{100 * move.share:.0f} %",
        f"{each.contacts:,.0f}",
        money(each.gain.value, has_sign=True),
        between(each.gain),
    )


def _none(title: str, best: BestMix, assumed: str) -> Slide:
    """Say why no move of the plan is recommended."""
    if not best.moves:
        said = "No other mix within the limits is associated with more margin."
        return Slide(title, sentences=[said], basis=assumed, notes=[said, *_held(best)])
    reasons = Counter(each.why_not for each in best.moves).most_common()
    rows = [(why, f"{count:,}") for why, count in reasons]
    return Slide(
        title,
        "Why none of the moves that were looked at is recommended",
        table=slides.grid(("Why not", "Moves"), rows),
        basis=f"{assumed} {ASSOCIATED}",
        notes=_held(best),
    )


def _tried(result: Profitability) -> Iterator[Slide]:
    """What somebody tried out on the page beside the best mix."""
    found = result.tried
    if found is None:
        return
    title = words.tried_in_words(found, result.settings.currency)
    assumed = f"Assumed: {' '.join(tried_assumed(found))}"
    rows = [_change(*each) for each in consequences(result, found)]
    columns = ("Figure", "As it is", "As it would be", "Change", "95 % interval")
    yield Slide(
        title,
        f"{found.contacts:,.0f} contacts of up to {found.customers:,} customers",
        table=slides.grid(columns, rows),
        basis=assumed,
        notes=[
            slides.sentence_of(each.refusal)
            for _, each, _, _ in consequences(result, found)
            if each.refusal
        ],
    )


def consequences(
    result: Profitability, found: WhatIf
) -> tuple[tuple[str, Consequence, float, int], ...]:
    """Return each figure of a move: its name, what changes, its unit's size and digits."""
    return (
        (f"Margin {result.settings.currency}".strip(), found.margin, 1.0, 0),
        (f"{result.metric.name}, points", found.score, 1.0, 2),
        ("Retention, points", found.retention, 100.0, 2),
    )


def _change(name: str, found: Consequence, times: float, digits: int) -> tuple[str, ...]:
    if found.change is None:
        return name, "", "", "not told", ""
    before, after = levels(found, times, digits)
    return name, before, after, *signed_ends(found.change, times, digits)


def _assumed(result: Profitability, best: BestMix) -> str:
    return assumed_in_words(best, result.metric.name)


def _others(best: BestMix) -> str:
    others = sum(not each.is_recommended for each in best.moves)
    if not others:
        return ""
    return f"{counted(others, 'more move')} did not hold up; why is in the workbook."


def _held(best: BestMix) -> list[str]:
    if not best.held:
        return []
    contacts = counted(sum(each.contacts for each in best.held), "contact")
    return [f"{contacts} stay where they are, as too little is known of them; see the workbook."]


def _would_be(result: Profitability, peers: Peers) -> Slide:
    """Count them by segment: who they are stands on the page alone."""
    title = words.peers_in_words(peers, result.settings.currency)
    rows = [*_segments(peers)]
    why = [f"{name}: {slides.sentence_of(each)}" for name, each in peers.refused]
    if not rows:
        return Slide(title, sentences=why or [title], notes=[title, *why])
    of = f" Of the first {len(peers.listed):,}." if _is_cut(peers) else ""
    return Slide(
        title,
        "Who lose money now and would be above 0 on the mix of their profitable peers, by segment",
        table=slides.grid(("Segment", "Yes", "Perhaps"), rows),
        basis=f"Yes: above 0 even with a quarter of the gap. Perhaps: part of the range.{of} "
        f"{ASSOCIATED}",
        notes=why,
    )


def _is_cut(peers: Peers) -> bool:
    return len(peers.listed) < peers.yes + peers.perhaps


def _segments(peers: Peers) -> Iterator[tuple[str, ...]]:
    verdicts = {
        name: Counter(each.verdict == YES for each in peers.listed if each.segment == name)
        for name in dict.fromkeys(each.segment for each in peers.listed)
    }
    for name, counts in sorted(verdicts.items(), key=lambda each: -sum(each[1].values())):
        yield name, f"{counts[True]:,}", f"{counts[False]:,}"
    for name, _ in peers.refused:
        yield name, "not told", "not told"
