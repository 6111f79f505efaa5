"""What a file may look like: for each extract an empty template, and an example that imports."""

from pathlib import Path

from cx.ingest.mapping import extract_of

EXAMPLES = Path(__file__).resolve().parents[2] / "data" / "examples"
"""A file for each extract; together they are one small company without an orphan."""


def header(extract: str) -> list[str]:
    """Name the columns of a template: ours, in the catalogue's order.

    Parameters
    ----------
    extract : str
        Name of an extract.

    Raises
    ------
    MappingError
        When there is no such extract.

    Examples
    --------
    >>> header("products")
    ['product_id', 'name', 'family', 'unit_cost']
    """
    return list(extract_of(extract).names)


def template(extract: str) -> bytes:
    r"""Return a CSV file that holds the header alone, to be filled in.

    The mark at its start tells spreadsheets that it is UTF-8, so that accents survive.

    >>> template("products").decode("utf-8-sig")
    'product_id,name,family,unit_cost\r\n'
    """
    return f"{','.join(header(extract))}\r\n".encode("utf-8-sig")


def example(extract: str) -> bytes:
    """Return a CSV file of a few valid rows with every column of the extract.

    >>> example("products").decode().splitlines()[1]
    'P-10,Basic plan,Plans,4.5'
    """
    return (EXAMPLES / f"{extract_of(extract).name}.csv").read_bytes()
