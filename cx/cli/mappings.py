"""The verbs ``propose`` and ``mappings``: how a file would fit, and what was kept of that."""

import csv
import tempfile
from argparse import Namespace
from collections.abc import Callable, Iterable
from dataclasses import asdict
from datetime import UTC
from pathlib import Path

from cx import zones
from cx.cli.errand import Answer, Errand
from cx.errors import MappingError
from cx.export import to_json_text
from cx.ingest import saved
from cx.ingest.accept import open_questions, suggested_answers, to_mapping
from cx.ingest.look import Look, ReadOptions, look
from cx.ingest.mapping import Mapping
from cx.ingest.presets import shipped_names
from cx.ingest.propose import Proposal, Question, adjust, propose
from cx.ingest.reading import READ_KEYS, parse_reading
from cx.ingest.saved import KnownMapping
from cx.ingest.write_mapping import to_toml
from cx.warehouse import House
from cx.warehouse import settings as house_settings
from cx.words import in_short, to_the_minute

LONGEST_SAMPLE = 24

Answers = dict[str, tuple[str, ...]]


def propose_verb(errand: Errand) -> Answer:
    """Say how a file would fit, and keep the mapping where that was asked for.

    Raises
    ------
    MappingError
        When the mapping is to be kept, but questions are still open; or the file cannot be read
        as was said.
    """
    command = errand.command
    with tempfile.TemporaryDirectory(prefix="look-") as folder:
        seen = look(command.files, _options(command.read), Path(folder))
    found = propose(seen, command.kind)
    if command.columns:
        found = adjust(seen, found, dict(command.columns))
    answers = _answers(found, command)
    text = (_proposal_record if command.json else _proposal_words)(seen, found, answers)
    if not (command.out or command.save):
        return Answer(text)
    name = command.save or command.out.stem
    mapping = to_mapping(found, None, answers, name=name, options=seen.options)
    if command.save:
        said = _save(errand, mapping, seen)
        text = text if command.json else f"{text}\n\n{said}"
    return Answer(text, files=((command.out, to_toml(mapping).encode()),) if command.out else ())


def _save(errand: Errand, mapping: Mapping, seen: Look) -> str:
    """Keep a mapping in the warehouse, and say so."""
    with errand.house(is_new_fine=True) as house:
        known = saved.save(house, errand.command.save, mapping, seen.header, errand.actor)
    return (
        f'Saved as "{known.name}": python -m cx import {known.kind} FILE --mapping "{known.name}"'
    )


def mappings_verb(errand: Errand) -> Answer:
    """List, rename or delete mappings; the shipped ones are there without a warehouse too."""
    command, zone = errand.command, zones.UTC
    if errand.has_warehouse or command.rename or command.delete:
        with errand.house() as house:
            _change(house, command, errand.actor)
            known, zone = saved.list(house), house_settings.zone_of(house)
    else:
        known = tuple(map(saved.shipped, shipped_names()))
    if command.json:
        return Answer(to_json_text([_mapping_record(each) for each in known]))
    return Answer("\n".join(_mapping_line(each, zone) for each in known))


def _change(house: House, command: Namespace, actor: str) -> None:
    if command.rename:
        old, new = command.rename
        saved.rename(house, old, new, actor)
    if command.delete:
        saved.delete(house, command.delete, actor)


def _options(pairs: Iterable[tuple[str, str]]) -> ReadOptions:
    """Read ``--read`` as a mapping's table [read] would be."""
    table: dict[str, object] = {}
    for key, text in pairs:
        if key not in READ_KEYS or key in table:
            raise MappingError(f"--read {key}: give each of {', '.join(READ_KEYS)} once at most.")
        table[key] = _READ_AS.get(key, str)(text)
    return parse_reading(table)


def _row(text: str) -> int | str:
    return int(text) if text.isascii() and text.isdigit() else text


def _names(text: str) -> list[str]:
    return [name.strip() for name in next(csv.reader([text]), [])]


_READ_AS: dict[str, Callable[[str], object]] = {
    "header_row": _row,
    "names": _names,
    "delimiter": lambda text: "\t" if text in ("tab", "\\t") else text,
}


def _answers(found: Proposal, command: Namespace) -> Answers:
    """Answers given, over those suggested where they are to be taken."""
    answers: Answers = suggested_answers(found) if command.suggested else {}
    known = {each.id: each for each in found.questions}
    given: dict[str, list[str]] = {}
    for name, answer in command.answers:
        if name not in known:
            ids = ", ".join(known) or "none"
            raise MappingError(f'No question "{name}" is asked here. Questions: {ids}.')
        given.setdefault(name, []).extend([answer] if answer else [])
    return answers | {name: tuple(each) for name, each in given.items()}


def _proposal_words(seen: Look, found: Proposal, answers: Answers) -> str:
    used = {*found.sources.values(), *dict(found.ratings)}
    rest = [name for name in seen.header if name not in used]
    lines = [
        f"{seen.file_name}: most likely {_kinds_words(found)}.",
        *(f"  {note}" for note in seen.notes),
        "",
        *_column_lines(found),
        *_rating_lines(found),
        *([f"Not used ({len(rest)}): {', '.join(rest)}."] if rest else []),
        *([f"Nothing holds {', '.join(found.missing)}, which is needed."] if found.missing else []),
        *found.notes,
        *_question_lines(found, answers),
    ]
    return "\n".join(lines)


def _kinds_words(found: Proposal) -> str:
    """The kind and those that come near it.

    Only the first three: the others are there because every kind has a confidence.
    """
    said = [f"{kind} ({confidence:.0%})" for kind, confidence in found.kinds[:3] if confidence]
    kinds = ", then ".join(said) or "none of the extracts"
    return kinds if found.kinds[0][0] == found.kind else f"{kinds}; taken as {found.kind}"


def _column_lines(found: Proposal) -> Iterable[str]:
    filled = [each for each in found.columns if each.source is not None]
    width = max((len(each.name) for each in filled), default=0)
    for each in filled:
        shown = ", ".join(_short(value) for value in each.samples)
        yield f"  {each.name:<{width}}  {each.confidence:4.0%}  {each.source}  ({shown})"
        yield f"  {'':<{width}}        {each.why}"


def _short(text: str) -> str:
    return in_short(text, LONGEST_SAMPLE)


def _rating_lines(found: Proposal) -> Iterable[str]:
    if found.ratings:
        scale = found.rating_scale
        names = ", ".join(name for name, _ in found.ratings)
        yield f"Ratings from {scale.low} to {scale.high} ({len(found.ratings)}): {names}."


def _question_lines(found: Proposal, answers: Answers) -> Iterable[str]:
    still_open = {each.id for each in open_questions(found, answers)}
    if not found.questions:
        return
    yield ""
    yield f"Questions ({len(still_open)} open):"
    for each in found.questions:
        yield f"  {each.id}{'' if each.id in still_open else ' (answered)'}"
        yield f"    {each.text}"
        if each.examples:
            yield f"    For example: {', '.join(map(_short, each.examples))}"
        yield from (f"    - {_choice_words(each, i)}" for i in range(len(each.choices)))
        if not each.choices:
            yield "    - (write the answer)"


def _choice_words(question: Question, place: int) -> str:
    choice = question.choices[place]
    said = choice.answer if choice.answer == choice.label else f"{choice.answer}: {choice.label}"
    return f"{said} (suggested)" if choice.answer in question.suggested else said


def _proposal_record(seen: Look, found: Proposal, answers: Answers) -> str:
    record = {
        "file_name": seen.file_name,
        "kind": found.kind,
        "kinds": [{"kind": kind, "confidence": share} for kind, share in found.kinds],
        "columns": [asdict(each) for each in found.columns],
        "ratings": dict(found.ratings),
        "rating_scale": asdict(found.rating_scale),
        "questions": [asdict(each) for each in found.questions],
        "open": [each.id for each in open_questions(found, answers)],
        "needs_row_key": found.needs_row_key,
        "missing": list(found.missing),
        "notes": [*seen.notes, *found.notes],
    }
    return to_json_text(record)


def _mapping_record(known: KnownMapping) -> dict[str, object]:
    at = known.saved_at
    return {
        "name": known.name,
        "kind": known.kind,
        "title": known.title,
        "is_shipped": known.is_shipped,
        "saved_at": at.replace(tzinfo=UTC).isoformat(timespec="seconds") if at else None,
        "saved_by": known.saved_by or None,
    }


def _mapping_line(known: KnownMapping, zone: str) -> str:
    at = known.saved_at
    whence = f"saved {to_the_minute(at, zone)} by {known.saved_by}" if at else "shipped"
    title = f": {known.title}" if known.title != known.name else ""
    return f"{known.kind:<13} {known.name}{title} ({whence})"
