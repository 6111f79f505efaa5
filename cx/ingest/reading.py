"""Reads [read], [key], [beside] and [currency] of a mapping as strictly as the rest of it."""

import codecs
from collections.abc import Mapping as AnyMapping
from contextlib import suppress
from typing import Any

from cx import zones
from cx.errors import MappingError
from cx.extracts import Extract
from cx.ingest.header import tidy_names
from cx.ingest.mapping import Beside, near
from cx.ingest.options import ReadOptions
from cx.ingest.source import printable

READ_KEYS = ("encoding", "delimiter", "quote", "header_row", "sheet", "names")
KEY_KEYS = ("row", "also")
CURRENCY_KEYS = ("column", "value")
# fmt: off
ENCODINGS = (
    "utf-8", "cp1252", "iso8859-1", "utf-16", "utf-16-le", "utf-16-be", "cp1250", "cp1251",
    "cp1253", "cp1254", "cp1255", "cp1256", "cp1257", "cp1258", "iso8859-2", "iso8859-3",
    "iso8859-4", "iso8859-5", "iso8859-6", "iso8859-7", "iso8859-8", "iso8859-9", "iso8859-10",
    "iso8859-13", "iso8859-14", "iso8859-15", "iso8859-16", "ascii", "utf-8-sig", "mac-roman",
    "mac-latin2", "mac-cyrillic", "mac-greek", "mac-turkish", "koi8-r", "koi8-u", "cp437",
    "cp737", "cp775", "cp850", "cp852", "cp855", "cp857", "cp858", "cp862", "cp864", "cp866",
    "cp869", "cp874", "tis-620", "gb2312", "gbk", "gb18030", "big5", "big5hkscs", "cp950",
    "shift_jis", "cp932", "euc_jp", "iso2022_jp", "euc_kr", "cp949",
)
# fmt: on
"""Names of codecs that may be declared: Python's for texts, by their own names."""


def parse_reading(table: AnyMapping[str, Any]) -> ReadOptions:
    r"""Read the table [read] of a mapping.

    Raises
    ------
    MappingError
        For a value that cannot be meant.

    Examples
    --------
    >>> parse_reading({"delimiter": "^", "header_row": 3})
    ReadOptions(encoding=None, delimiter='^', quote=None, header_row=3, sheet=None, names=())
    """
    header_row = _header_row(table.get("header_row"))
    names = _names(table.get("names", []))
    if names and header_row != 0:
        raise MappingError(
            "[read] names: a file whose columns are named here has no row of names, which is "
            "written header_row = 0."
        )
    delimiter, quote = _sign(table, "delimiter"), _sign(table, "quote")
    if delimiter == "" or (delimiter is not None and delimiter == quote):
        raise MappingError(
            f"[read] delimiter = {shorten(delimiter)}: the delimiter is one sign, such as "
            '";", and not the quote.'
        )
    sheet = table.get("sheet")
    if sheet is not None and not (isinstance(sheet, str) and sheet):
        raise MappingError(
            f'[read] sheet = {shorten(sheet)}: it is the name of a sheet, such as "Data".'
        )
    return ReadOptions(
        parse_encoding(table.get("encoding")), delimiter, quote, header_row, sheet, names
    )


def parse_encoding(name: Any) -> str | None:
    """Return the codec's name of an encoding; many of Python's codecs are none of texts.

    >>> parse_encoding("UTF8"), parse_encoding("Windows-1252"), parse_encoding(None)
    ('utf-8-sig', 'cp1252', None)

    Raises
    ------
    MappingError
        When there is no such encoding.
    """
    if name is None:
        return None
    with suppress(LookupError, TypeError, ValueError):
        known = codecs.lookup(name).name
        if known in ENCODINGS:
            return {"utf-8": "utf-8-sig", "iso8859-1": "latin-1"}.get(known, known)
    raise MappingError(
        f"[read] encoding = {shorten(name)} is unknown. Known are {', '.join(ENCODINGS[:8])} ..."
    )


def parse_row_key(
    table: AnyMapping[str, Any], extract: Extract, sources: set[str]
) -> tuple[bool, tuple[str, ...]]:
    """Read the table [key]: whether the key is made from the row number, and which ids also are.

    Raises
    ------
    MappingError
        Where the extract has no id that can be its key alone, or what is made has a source already.
    """
    if not table:
        return False, ()
    if not isinstance(table.get("row"), bool):
        raise MappingError("[key] row is true (make the key from the row number) or false.")
    if not table["row"]:
        return False, ()
    key, *rest = extract.key
    if extract.column(key).type != "id" or any(extract.column(e).default is None for e in rest):
        raise MappingError(
            f"[key] row = true: the key of {extract.name} is {', '.join(extract.key)}, which no "
            "row number can stand for. Name the source of each under [columns]."
        )
    also = _ids(table.get("also", []), extract)
    for name in (key, *also):
        if name in sources:
            raise MappingError(
                f"[key] row = true makes {name} from the row number, but it has a source too. "
                "Delete one of the two."
            )
    return True, also


def _ids(names: Any, extract: Extract) -> tuple[str, ...]:
    """Read which other ids are made from the row number."""
    known = [each.name for each in extract.columns if each.type == "id"]
    if not isinstance(names, list) or any(each not in known for each in names):
        raise MappingError(
            f"[key] also = {shorten(names)}: it lists ids of {extract.name} that are made in the "
            f'same way as the key, such as ["customer_id"]. There are: {", ".join(known)}.'
        )
    return tuple(names)


def parse_beside(table: AnyMapping[str, Any]) -> dict[str, Beside]:
    """Read the tables [beside.NAME]: the second files.

    >>> parse_beside({"orders": {"file": "orders.csv", "by": "order_id"}})["orders"].by
    'order_id'

    Raises
    ------
    MappingError
        For a name with a point, and for anything but a file and a column.
    """
    found: dict[str, Beside] = {}
    for name, said in table.items():
        is_told = isinstance(said, dict) and {"file", "by"} <= set(said) <= {"file", "by", "of"}
        if not is_told or not all(isinstance(e, str) and e.strip() for e in said.values()):
            raise MappingError(
                f"[beside.{name}] says what the second file is called and the column of both "
                'files by which rows meet: file = "orders.csv" and by = "order_id".'
            )
        if "." in name or not name.strip():
            raise MappingError(f"[beside] {shorten(name)}: the name has no point in it.")
        of = said.get("of", "")
        if of and of.partition(".")[0] not in found:
            raise MappingError(
                f"[beside.{name}] of = {shorten(of)}: it is a column of a second file that is "
                'named above, such as "orders.customer_id".'
            )
        found[name] = Beside(said["file"].strip(), said["by"], of)
    return found


def parse_currency(table: AnyMapping[str, Any]) -> tuple[str, str]:
    """Read the table [currency]: the column that names it, or its code; both empty without one.

    >>> parse_currency({"column": "Currency"}), parse_currency({"value": "eur"})
    (('Currency', ''), ('', 'EUR'))

    Raises
    ------
    MappingError
        For anything but one of the two.
    """
    if not table:
        return "", ""
    given = {key: value.strip() for key, value in table.items() if isinstance(value, str)}
    column, value = given.get("column", ""), given.get("value", "").upper()
    is_code = len(value) == 3 and value.isascii() and value.isalpha()
    if len(table) != 1 or not (column or is_code):
        raise MappingError(
            '[currency] says where the currency of the amounts stands, column = "Currency", or '
            'which it is, value = "EUR" (the code of three letters), one of the two.'
        )
    return column, value


def _sign(table: AnyMapping[str, Any], key: str) -> str | None:
    sign = table.get(key)
    if sign is None:
        return None
    is_sign = isinstance(sign, str) and len(sign) <= 1
    if not is_sign or sign.isalnum() or (sign != "\t" and sign and ord(sign) < 32):
        raise MappingError(
            f'[read] {key} = {shorten(sign)}: it is one sign, such as , ; | or a tab ("\\t"), '
            "and no letter or digit."
        )
    if key == "quote" and (sign in (" ", "\t") or not sign.isascii()):
        raise MappingError('[read] quote is a sign such as " or \', or "" for none.')
    return str(sign)


def _header_row(row: Any) -> int | None:
    if row is None:
        return None
    if isinstance(row, bool) or not isinstance(row, int) or not 0 <= row <= 10_000:
        raise MappingError(
            f"[read] header_row = {shorten(row)}: it is the number of the row that holds the "
            "column names, counted from 1 as in the file, or 0 when no row does."
        )
    return row


def _names(names: Any) -> tuple[str, ...]:
    if not isinstance(names, list) or not all(isinstance(each, str) for each in names):
        raise MappingError('[read] names is a list of column names: ["id", "day"].')
    tidy, _ = tidy_names("[read] names", names)
    if tuple(names) != tidy:
        raise MappingError(
            "[read] names: each column needs a name of its own, without blanks around it."
        )
    return tidy


def shorten(value: Any) -> str:
    """Show what stands in a mapping: texts in quotes, nothing at length.

    >>> shorten("x"), shorten(5)
    ('"x"', '5')
    """
    text = printable(str(value))
    text = f"{text[:60]}…" if len(text) > 60 else text
    return f'"{text}"' if isinstance(value, str) else text


def parse_zone(said: str) -> str:
    """Read the time zone of a file's times that name none; empty stays empty.

    >>> parse_zone("europe/lisbon"), parse_zone("")
    ('Europe/Lisbon', '')
    """
    found = zones.spelled(said) if said else ""
    if found is None:
        raise MappingError(
            f'time_zone = "{said[:60]}" is no time zone{near(said, zones.names())}. Give the name '
            "of one (IANA), such as Europe/Berlin."
        )
    return found
