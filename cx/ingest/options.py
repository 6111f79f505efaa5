"""What a person can say about how a file is read, wherever the file comes from."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ReadOptions:
    """What a person can change about how a file is read; None is found out.

    Attributes
    ----------
    encoding, delimiter, quote : str, optional
        Of a text file. An empty `quote` means that quotes are ordinary signs.
    header_row : int, optional
        Row of the column names, counted from 1 as in the file; 0 when there is none.
    sheet : str, optional
        Of an Excel workbook.
    names : tuple of str
        Column names of a file that has none.
    """

    encoding: str | None = None
    delimiter: str | None = None
    quote: str | None = None
    header_row: int | None = None
    sheet: str | None = None
    names: tuple[str, ...] = ()
