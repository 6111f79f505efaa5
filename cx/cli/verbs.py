"""What each verb does: it returns what to print and how to end, and prints nothing itself."""

from argparse import Namespace
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from cx import ingest, warehouse
from cx.cli import words
from cx.errors import BadFilter, CxError, ImportRefused, UndoRefused, WarehouseError
from cx.export import to_json_text

DONE, FAILED, REFUSED, DONE_WITH_REJECTS = 0, 1, 2, 3


@dataclass(frozen=True, slots=True)
class Answer:
    """How a verb ended: text for the screen (or for the error stream) and the exit code."""

    text: str
    code: int = DONE
    is_error: bool = False


def run(command: Namespace) -> Answer:
    """Do what a command asks; errors that a person can act on become sentences.

    Parameters
    ----------
    command : Namespace
        What ``make_parser`` read.
    """
    try:
        return VERBS[command.verb](command)
    except CxError as error:
        return _failure(command, error)
    except OSError as error:
        where = f"{error.filename}: " if error.filename else ""
        reason = f"{where}{error.strerror}. Check its name, the rights and the disk."
        return _failure(command, CxError(reason))
    except (warehouse.EngineError, UnicodeError) as error:
        reason = f"{str(error).splitlines()[0][:300]}. Nothing was written; try again."
        return _failure(command, CxError(reason))


def import_verb(command: Namespace) -> Answer:
    """Bring a file in; the exit code says whether all of it, part of it or nothing is in."""
    if command.mapping and not warehouse.path_of(command.warehouse).exists():
        ingest.load_mapping(command.mapping)  # a mistyped name makes no new warehouse
    with _house(command, is_new_fine=True) as house:
        mapping = ingest.load_mapping(command.mapping, house) if command.mapping else None
        result = ingest.import_file(
            house, command.kind, command.file, mapping, command.mode, command.dry_run
        )
    record, text = words.import_record(result), words.import_words(result)
    return Answer(to_json_text(record) if command.json else text, _import_code(result))


def propose_verb(command: Namespace) -> Answer:
    """Say how a file would fit, and keep the mapping where that was asked for."""
    from cx.cli.mappings import propose_text, save_mapping

    text, seen, mapping = propose_text(command)
    if command.save and mapping:
        with _house(command, is_new_fine=True) as house:
            said = save_mapping(house, command.save, mapping, seen)
        text = text if command.json else f"{text}\n\n{said}"
    return Answer(text)


def mappings_verb(command: Namespace) -> Answer:
    """List, rename or delete mappings; the shipped ones are there without a warehouse too."""
    from cx.cli.mappings import mappings_text

    is_change = command.rename or command.delete
    if not is_change and not warehouse.path_of(command.warehouse).exists():
        return Answer(mappings_text(None, command))
    with _house(command) as house:
        return Answer(mappings_text(house, command))


def history_verb(command: Namespace) -> Answer:
    """List every import; a warehouse that is not there yet has none."""
    lines: list[ingest.HistoryLine] = []
    if warehouse.path_of(command.warehouse).exists():
        with _house(command) as house:
            lines = ingest.history(house)
    if command.json:
        return Answer(to_json_text(words.history_records(lines)))
    return Answer(words.history_words(lines))


def undo_verb(command: Namespace) -> Answer:
    """Take an import back."""
    with _house(command) as house:
        result = ingest.undo(house, command.import_id)
    if command.json:
        return Answer(to_json_text(words.undo_record(result)))
    return Answer(words.undo_words(result))


def export_verb(command: Namespace) -> Answer:
    """Write the results of a page, as the page shows them."""
    # The statistics behind a page take seconds to load, which the other verbs need not wait for.
    from cx.cli.export import export_text

    with _house(command) as house:
        _refuse_own_files(command.out, house)
        text = export_text(house, command)
    if command.out is None:
        return Answer(text)
    try:
        command.out.write_text(text, encoding="utf-8", newline="")
    except OSError as error:
        raise CxError(f"{command.out} cannot be written: {error.strerror}.") from error
    return Answer("")


def demo_verb(command: Namespace) -> Answer:
    """Fill the warehouse with the demo company, whole or not at all where there was none."""
    from cx.cli.demo import fill, fill_new

    path = warehouse.path_of(command.warehouse)
    if not path.exists():
        return Answer(fill_new(path, command.customers, command.seed))
    with _house(command) as house:
        return Answer(fill(house, command.customers, command.seed, command.replace))


VERBS: dict[str, Callable[[Namespace], Answer]] = {
    "import": import_verb,
    "propose": propose_verb,
    "mappings": mappings_verb,
    "history": history_verb,
    "undo": undo_verb,
    "export": export_verb,
    "demo": demo_verb,
}


@contextmanager
def _house(command: Namespace, is_new_fine: bool = False) -> Iterator[warehouse.House]:
    """Open the warehouse for one verb; only an import may make a new one."""
    path = warehouse.path_of(command.warehouse)
    is_new = not path.exists()
    if is_new and not is_new_fine:
        raise WarehouseError(
            f"There is no warehouse at {path}. Import a file or run `python -m cx demo` to make "
            "one, or name another with --warehouse."
        )
    house = warehouse.open_house(path)
    try:
        yield house
    finally:
        if is_new and _holds_nothing(house):
            # A refused file must not leave an empty warehouse, which would pass for a filled one.
            house.discard()
        else:
            house.close()


def _holds_nothing(house: warehouse.House) -> bool:
    from cx.ingest import saved

    return not house.data_version() and all(each.is_shipped for each in saved.list(house))


def _refuse_own_files(out: Path | None, house: warehouse.House) -> None:
    """An export may not replace the warehouse or what belongs to it."""
    if out is None:
        return
    target = out.resolve()
    if target.parent == house.path.parent and target.name.startswith(house.path.name):
        raise CxError(f"{out} belongs to the warehouse. Name another file with --out.")


def _import_code(result: ingest.ImportResult) -> int:
    if result.status == "rejected":
        return REFUSED
    is_partly_in = result.status == "committed" and result.rejects_file is not None
    return DONE_WITH_REJECTS if is_partly_in else DONE


def _failure(command: Namespace, error: CxError) -> Answer:
    """Return a refusal as a sentence, or as JSON where that was asked for."""
    code = REFUSED if isinstance(error, ImportRefused | UndoRefused | BadFilter) else FAILED
    if not getattr(command, "json", False):
        return Answer(str(error), code, is_error=True)
    if command.verb == "import":
        return Answer(to_json_text(words.refusal_record(error)), code)
    return Answer(to_json_text({"error": str(error)}), code)
