"""The two ways of a file into the warehouse, by the functions that people's clicks call."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path
from uuid import uuid4

from cx.errors import CxError
from cx.extracts import EXTRACTS
from cx.ingest import ImportResult, commit, drafts, import_file, preview, stage
from cx.ingest.accept import open_questions, suggested_answers, to_mapping
from cx.ingest.look import Look, look
from cx.ingest.mapping import Mapping
from cx.ingest.propose import Proposal, adjust, propose
from cx.ui.upload.questions import NEVER_PROPOSED
from cx.warehouse import House
from tests.bad_uploads.entries import Case


@dataclass
class Seen:
    """What became of a file, as the person saw it.

    Attributes
    ----------
    refusal : str
        The sentence that ended it, if one did.
    told : list of str
        All other sentences.
    asked, unanswered : tuple of str
        Questions of the page, and those that have no likely answer.
    previewed, result : ImportResult, optional
        What the page said before the last click, and what was done.
    """

    refusal: str = ""
    told: list[str] = field(default_factory=list)
    asked: tuple[str, ...] = ()
    unanswered: tuple[str, ...] = ()
    previewed: ImportResult | None = None
    result: ImportResult | None = None

    @property
    def blank(self) -> int:
        """Empty rows that were told to be left out."""
        found = (re.match(r"Empty rows left out: ([\d,]+)\.", each) for each in self.told)
        return max((int(each[1].replace(",", "")) for each in found if each), default=0)


def typed(house: House, case: Case, path: Path) -> Seen:
    """As ``python -m cx import KIND FILE``: a merge waits for no yes, a snapshot does."""
    seen = Seen()
    try:
        seen.result = import_file(
            house,
            case.kind,
            path,
            case.mapping,
            case.mode,
            actor="test",
            is_agreed=case.mode == "merge",
        )
    except CxError as refused:
        seen.refusal = str(refused)
    return _told(seen)


def dropped(house: House, case: Case, path: Path) -> Seen:
    """As on the page Upload, by a person who gives the case's answers and says yes at the end."""
    seen, folder = Seen(), drafts.new(house)
    try:
        mapping = _matched(case, look([path], case.asked, folder / "look"), seen)
        staged = stage(mapping.kind, path, mapping, folder / "checked")
        seen.previewed = preview(house, staged, case.mode)
        seen.result = commit(house, staged, case.mode, "test", uuid4().hex)
    except CxError as refused:
        seen.refusal = str(refused)
    finally:
        drafts.discard(folder)
    return _told(seen)


Way = Callable[[House, Case, Path], Seen]
WAYS: tuple[Way, ...] = (typed, dropped)


def _matched(case: Case, shown: Look, seen: Seen) -> Mapping:
    """Propose a mapping, and settle it as the page does."""
    seen.told += shown.notes
    proposal = propose(shown, case.kind)
    if case.chosen:
        proposal = adjust(shown, proposal, case.chosen)
    likely = {
        id: said
        for id, said in suggested_answers(proposal).items()
        if id.partition(":")[0] not in NEVER_PROPOSED
    }
    seen.told += _said(proposal)
    seen.asked = tuple(each.id for each in proposal.questions)
    seen.unanswered = tuple(each.id for each in open_questions(proposal, likely))
    return to_mapping(
        proposal,
        None,
        {**likely, **case.answers},
        name="chosen by hand",
        options=replace(shown.options, names=shown.header if shown.options.names else ()),
    )


def _said(proposal: Proposal) -> list[str]:
    """What the page says of a proposal."""
    unfilled = (each.why for each in proposal.columns if each.source is None)
    return [
        *proposal.notes,
        *(each.text for each in proposal.questions),
        *(why for why in unfilled if "is called so" in why),
    ]


def _told(seen: Seen) -> Seen:
    if seen.result:
        seen.told += seen.result.warnings
        seen.told += [each.sentence for each in seen.result.problems]
    return seen


def table_of(house: House, case: Case) -> list[tuple[object, ...]]:
    """What is in the table that the case reads, in order."""
    with house.reading() as cursor:
        table = EXTRACTS[case.kind].table
        return cursor.execute(f"select {case.reads} from {table} order by all").fetchall()
