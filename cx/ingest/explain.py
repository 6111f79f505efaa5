"""Says in a person's words what the engine found wrong with a file."""

import re
from collections.abc import Iterator
from contextlib import contextmanager

from cx.errors import ImportRefused
from cx.ingest.decode import long_line
from cx.warehouse import EngineError, OurOwnError

_SHAPE = r"CSV Error on Line: (\d+).*Expected Number of Columns: (\d+) Found: (\d+)"
_QUOTE = r"CSV Error on Line: (\d+).*unterminated quote"
_LONG = r"CSV Error on Line: (\d+).*Maximum line size"


@contextmanager
def engine_errors(name: str, rows_above: int = 0) -> Iterator[None]:
    """Turn what the engine says about a file into what a person can do about it.

    Parameters
    ----------
    name : str
        Of the file.
    rows_above : int
        Rows of it that the engine did not get to see.

    Raises
    ------
    ImportRefused
        In place of any error that the file is to blame for.
    """
    try:
        yield
    except OurOwnError:
        raise
    except EngineError as error:
        raise ImportRefused(explain(name, str(error), rows_above)) from error


def explain(name: str, said: str, rows_above: int = 0) -> str:
    """Sentence for an error of the engine; never its own text, which repeats whole lines.

    >>> explain("a.csv", "CSV Error on Line: 3 ... Expected Number of Columns: 5 Found: 4")
    'a.csv, row 3: 4 columns instead of 5. Mend it, or put quotes around texts with a delimiter.'
    """
    if found := re.search(_SHAPE, said, re.DOTALL):
        plural = "" if found[3] == "1" else "s"
        return (
            f"{name}, row {int(found[1]) + rows_above}: {found[3]} column{plural} instead of "
            f"{found[2]}. Mend it, or put quotes around texts with a delimiter."
        )
    if found := re.search(_QUOTE, said, re.DOTALL):
        return (
            f"{name}, row {int(found[1]) + rows_above}: a quote is not closed, or stands inside a "
            'quoted text. Write a quote inside a text twice ("").'
        )
    if found := re.search(_LONG, said, re.DOTALL):
        return long_line(name, int(found[1]) + rows_above)
    return f"{name} {_in_general(said)}"


def _in_general(said: str) -> str:
    lowered = said.lower()
    if re.search("csv (error|parser|reader)", lowered):
        return (
            "cannot be read as a table: a quote is not closed, or a row is too long (over 1 MB). "
            "Export it again."
        )
    if "no space left" in lowered or "max_temp_directory_size" in lowered:
        return "cannot be checked: the disk is full. Make room, then import it again."
    if "out of memory" in lowered or "allocate" in lowered:
        return "holds more than can be checked in memory, perhaps a huge cell. Split it."
    if "encrypt" in lowered:
        return "is encrypted. Write the Parquet file without encryption."
    if "utf8" in lowered or "string encoding" in lowered:
        return "holds texts that are not UTF-8. Write the Parquet file again."
    return "is damaged or cut off. Write or fetch the file again."
