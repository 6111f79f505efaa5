"""Write the company: one Parquet file per extract, block by block."""

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from cx.demo.axis import Block
from cx.demo.feedback import gather
from cx.demo.make import make_block
from cx.demo.numbers import Numbers
from cx.demo.research import findings_table
from cx.demo.tables_company import (
    campaigns_table,
    channel_rates_table,
    events_table,
    products_table,
    surveys_table,
)
from cx.demo.tables_crm import (
    cases_table,
    contracts_table,
    customers_table,
    interactions_table,
    invoices_table,
    opportunities_table,
    orders_table,
)
from cx.demo.tables_feedback import (
    follow_ups_table,
    invitations_table,
    ratings_table,
    responses_table,
)
from cx.extracts import EXTRACTS

BLOCK = 10_000
"""Customers made at a time; referrals and accounts stay within a block."""

Tables = dict[str, pa.Table]


def write_company(folder: Path, customers: int = 5000, seed: int = 7) -> dict[str, Path]:
    """Write all seventeen extracts of the demo company as Parquet files.

    Parameters
    ----------
    folder : Path
        Where the files go; made if there is none. Files of an earlier company are replaced.
    customers : int
        Customers and prospects together.
    seed : int
        The same seed and size give the same bytes.

    Returns
    -------
    dict of str to Path
        File of each extract, in the order in which they are best imported.

    Raises
    ------
    ValueError
        If there are no customers.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     files = write_company(Path(folder), customers=50, seed=1)
    ...     list(files)[:3], pq.read_metadata(files["customers"]).num_rows
    (['customers', 'products', 'contracts'], 50)
    """
    if customers < 1:
        raise ValueError(f"{customers} customers make no company: ask for at least 1.")
    folder.mkdir(parents=True, exist_ok=True)
    files = {name: folder / f"{name}.parquet" for name in EXTRACTS}
    with ExitStack() as open_files:
        writers: dict[str, pq.ParquetWriter] = {}
        for tables in company_tables(customers, seed):
            for name, table in tables.items():
                if name not in writers:
                    writer = pq.ParquetWriter(files[name], table.schema, compression="zstd")
                    writers[name] = open_files.enter_context(writer)
                writers[name].write_table(table)
    return files


def company_tables(customers: int, seed: int) -> Iterator[Tables]:
    """Tables of the company: first what all share, then block after block of customers."""
    yield _shared(customers, seed)
    numbers = Numbers()
    for number, begin in enumerate(range(0, customers, BLOCK)):
        yield block_tables(Block(seed, number, min(BLOCK, customers - begin)), numbers)


def _shared(customers: int, seed: int) -> Tables:
    return {
        "products": products_table(),
        "campaigns": campaigns_table(customers),
        "channel_rates": channel_rates_table(customers),
        "events": events_table(),
        "surveys": surveys_table(),
        "findings": findings_table(seed),
    }


def block_tables(block: Block, numbers: Numbers) -> Tables:
    """Tables of one block; counts its rows, so that the next goes on from there."""
    made = make_block(block)
    feedback = gather(made)
    tables = {
        "customers": customers_table(made, numbers),
        "contracts": contracts_table(made, numbers),
        "orders": orders_table(made, numbers),
        "invoices": invoices_table(made, numbers),
        "interactions": interactions_table(made, numbers),
        "opportunities": opportunities_table(made, numbers),
        "cases": cases_table(made, numbers),
        "invitations": invitations_table(made, feedback, numbers),
        "responses": responses_table(made, feedback, numbers),
        "ratings": ratings_table(feedback, numbers),
        "follow_ups": follow_ups_table(made, feedback, numbers),
    }
    counts = {name: tables[name].num_rows for name in numbers.used}
    numbers.go_on(**counts | {"orders": len(made.orders["day"]) + len(made.bills["day"])})
    return tables
