"""Makes a mapping of a proposal and of what a person answered; nothing open counts as settled."""

import re
from collections.abc import Iterable
from collections.abc import Mapping as AnyMapping
from typing import Any

from cx.errors import MappingError
from cx.ingest.hints.proposal import Proposal, Question
from cx.ingest.hints.questions import JOIN, LEAVE, ROW_KEY
from cx.ingest.mapping import Mapping, extract_of
from cx.ingest.options import ReadOptions
from cx.ingest.presets import parse_mapping

Answers = AnyMapping[str, str | Iterable[str]]
"""By the question's id; of several choices, a list."""


def suggested_answers(proposal: Proposal) -> dict[str, tuple[str, ...]]:
    """Answers that seem likely, for a person to look at; questions without any are not in it."""
    return {
        each.id: each.suggested for each in proposal.questions if each.suggested or each.is_multiple
    }


def open_questions(
    proposal: Proposal, answers: Answers, columns: AnyMapping[str, str] | None = None
) -> tuple[Question, ...]:
    """Questions about the chosen columns that have no answer yet.

    Parameters
    ----------
    proposal : Proposal
        With the questions.
    answers : mapping
        Given so far.
    columns : mapping of str to str, optional
        Our columns and the sources chosen; else those proposed.
    """
    chosen = proposal.sources if columns is None else columns
    return tuple(
        each
        for each in proposal.questions
        if each.id not in answers and _is_asked(each, chosen, answers)
    )


def to_mapping(
    proposal: Proposal,
    columns: AnyMapping[str, str] | None = None,
    answers: Answers | None = None,
    *,
    name: str = "",
    note: str = "",
    options: ReadOptions | None = None,
) -> Mapping:
    """Make the mapping that a person has agreed to.

    Parameters
    ----------
    proposal : Proposal
        As proposed, or adjusted.
    columns : mapping of str to str, optional
        All our columns that are to be filled, with their sources; else as proposed. What was told
        from the values of another source (words, formats) is not used.
    answers : mapping, optional
        To the questions, by their ids.
    name, note : str
        What the mapping is called, and why it is as it is.
    options : ReadOptions, optional
        How the file is read, where the mapping is to say so.

    Raises
    ------
    MappingError
        For a question that is still open, an answer that is none of its choices, and a required
        column that nothing fills.
    """
    given = {} if answers is None else dict(answers)
    chosen = dict(proposal.sources if columns is None else columns)
    chosen = {ours: source for ours, source in chosen.items() if source}
    _refuse_open(open_questions(proposal, given, chosen))
    document = _document(proposal, chosen)
    for question in proposal.questions:
        if _is_asked(question, chosen, given):
            _EFFECTS[question.topic](document, question, _checked(question, given[question.id]))
    _make_key(document, proposal)
    document |= {"note": note, "read": _reading(options) if options else {}}
    return parse_mapping(document, name or "of this file")


def _is_asked(question: Question, columns: AnyMapping[str, str], answers: Answers) -> bool:
    """Whether a question concerns what was chosen."""
    if question.column == "ratings":
        return True
    source = columns.get(question.column)
    if question.topic == "constant":
        return not source
    if source != question.source:
        return False
    return question.topic == "key" or not _is_left_out(question, answers)


def _is_left_out(question: Question, answers: Answers) -> bool:
    """Whether another answer leaves the column out, so that nothing more is asked about it."""
    topics = ("century", "count", "currency", "scale")
    others = (f"{topic}:{question.column}" for topic in topics if topic != question.topic)
    return any(_texts(answers.get(each, ())) == (LEAVE.answer,) for each in others)


def _refuse_open(questions: tuple[Question, ...]) -> None:
    if questions:
        rest = f" {len(questions) - 1} more are open too." if len(questions) > 1 else ""
        raise MappingError(f"Not answered yet ({questions[0].id}): {questions[0].text}{rest}")


def _checked(question: Question, given: str | Iterable[str]) -> tuple[str, ...]:
    """Answers as given, if they are among the choices."""
    answers = _texts(given)
    known = {each.answer for each in question.choices}
    strange = [each for each in answers if known and each not in known]
    if strange or (len(answers) != 1 and not question.is_multiple) or answers == ("",):
        said = f'"{strange[0]}" is no answer' if strange else "It takes one answer"
        among = f": choose among {', '.join(sorted(known))}" if known else ""
        raise MappingError(f"{question.id}: {said}{among}. {question.text}")
    return answers


def _texts(given: str | Iterable[str]) -> tuple[str, ...]:
    return (given.strip(),) if isinstance(given, str) else tuple(given)


def _document(proposal: Proposal, chosen: AnyMapping[str, str]) -> dict[str, Any]:
    """The mapping as its file would say it, as far as it needs no answer."""
    document: dict[str, Any] = {
        "kind": proposal.kind,
        "columns": dict(chosen),
        **{key: {} for key in ("constants", "prefix", "values", "values_else", "no_answer")},
        **{key: {} for key in ("empty", "formats")},
        "ratings": dict(proposal.ratings),
    }
    for each in proposal.columns:
        if each.source is None or chosen.get(each.name) != each.source:
            continue
        if each.values:
            document["values"][each.name] = _lowered(each.values)
            if not extract_of(proposal.kind).column(each.name).choices:
                document["values_else"][each.name] = "keep"
        if each.format:
            document["formats"][each.name] = each.format
    if proposal.ratings:
        document["ratings_options"] = _rating_options(proposal)
    if proposal.currency_column and _has_amounts(proposal.kind, chosen):
        document["currency"] = {"column": proposal.currency_column}
    return document


def _has_amounts(kind: str, chosen: AnyMapping[str, str]) -> bool:
    return any(extract_of(kind).column(name).type == "money" for name in chosen)


def _lowered(values: AnyMapping[str, str]) -> dict[str, str]:
    """Words that differ in case only mean the same."""
    return {written.strip().lower(): ours for written, ours in values.items()}


def _rating_options(proposal: Proposal) -> dict[str, Any]:
    scale = proposal.rating_scale
    options: dict[str, Any] = {"scale_min": scale.low, "scale_max": scale.high}
    return options | ({"values": _lowered(scale.values)} if scale.values else {})


def _make_key(document: dict[str, Any], proposal: Proposal) -> None:
    """Let the row number stand for a key that has no source."""
    extract = extract_of(proposal.kind)
    key = extract.key[0]
    is_single = len(extract.key) == 1 and extract.column(key).type == "id"
    if is_single and key not in document["columns"]:
        document["key"] = {"row": True}


def _reading(options: ReadOptions) -> dict[str, Any]:
    found = {
        "encoding": options.encoding,
        "delimiter": options.delimiter,
        "quote": options.quote,
        "header_row": options.header_row,
        "sheet": options.sheet,
        "names": list(options.names) or None,
    }
    return {name: value for name, value in found.items() if value is not None}


def _leave_out(document: dict[str, Any], column: str) -> None:
    for table in document.values():
        if isinstance(table, dict):
            table.pop(column, None)


def _set_format(document: dict[str, Any], question: Question, answers: tuple[str, ...]) -> None:
    (answer,) = answers
    if answer == LEAVE.answer:
        _leave_out(document, question.column)
    elif answer not in ("plain", ""):
        document["formats"][question.column] = answer


def _set_month(document: dict[str, Any], question: Question, answers: tuple[str, ...]) -> None:
    """Days of a month become days of the year by what is put before them."""
    (month,) = answers
    if not re.fullmatch(r"(19|20)\d{2}-(0[1-9]|1[0-2])", month):
        raise MappingError(f'{question.id}: "{month}" is not a month written like 2018-05.')
    document["prefix"][question.column] = f"{month}-"
    document["formats"][question.column] = "%Y-%m-%d"


def _set_no_answer(document: dict[str, Any], question: Question, answers: tuple[str, ...]) -> None:
    if not answers:
        return
    if question.column == "ratings":
        document["ratings_options"]["no_answer"] = list(answers)
    else:
        document["no_answer"][question.column] = list(answers)


def _set_scale(document: dict[str, Any], question: Question, answers: tuple[str, ...]) -> None:
    (answer,) = answers
    if question.column == "ratings":
        low, _, high = answer.partition("-")
        document["ratings_options"] |= {"scale_min": int(low), "scale_max": int(high)}
    elif answer == LEAVE.answer:
        _leave_out(document, question.column)


def _set_others(document: dict[str, Any], question: Question, answers: tuple[str, ...]) -> None:
    # Without a map of values, rows with strange values are rejected as it is.
    if question.column in document["values"]:
        document["values_else"][question.column] = answers[0]
    elif answers[0] == "empty":
        column = extract_of(document["kind"]).column(question.column)
        document["values"][question.column] = {each: each for each in column.choices}
        document["values_else"][question.column] = "empty"


def _set_key(document: dict[str, Any], question: Question, answers: tuple[str, ...]) -> None:
    (answer,) = answers
    if answer == ROW_KEY:
        _leave_out(document, question.column)
    else:
        document["columns"][question.column] = answer.split(JOIN) if JOIN in answer else answer


def _set_constant(document: dict[str, Any], question: Question, answers: tuple[str, ...]) -> None:
    document["constants"][question.column] = answers[0]


def _set_empty(document: dict[str, Any], question: Question, answers: tuple[str, ...]) -> None:
    if answers != ("reject",):
        document["empty"][question.column] = answers[0]


def _refuse_century(document: dict[str, Any], question: Question, answers: tuple[str, ...]) -> None:
    if answers == (LEAVE.answer,):
        _leave_out(document, question.column)
        return
    raise MappingError(f"{question.text} Then upload it again.")


def _judge_currency(document: dict[str, Any], question: Question, answers: tuple[str, ...]) -> None:
    if answers == (LEAVE.answer,):
        _leave_out(document, question.column)


_EFFECTS = {
    "days": _set_format,
    "count": _set_format,
    "number": _set_format,
    "century": _refuse_century,
    "month": _set_month,
    "no_answer": _set_no_answer,
    "scale": _set_scale,
    "currency": _judge_currency,
    "others": _set_others,
    "key": _set_key,
    "constant": _set_constant,
    "empty": _set_empty,
}
