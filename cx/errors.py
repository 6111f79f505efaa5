"""The tree of our errors: each says what went wrong, where, and what to do next."""


class CxError(Exception):
    """Base of every error that a person can act on; its text is meant to be read by them."""


class WarehouseError(CxError):
    """The database file cannot be used as asked."""


class WarehouseLocked(WarehouseError):
    """Another process owns the database file."""


class WarehouseTooNew(WarehouseError):
    """The database was written by a newer version of this program."""


class QueryTooSlow(WarehouseError):
    """A question took longer than the time limit."""


class Busy(WarehouseError):
    """Another import is being written; only one can be at a time."""


class BadQuery(CxError):
    """A file of queries/ and the call for it do not fit together."""


class BadFilter(CxError):
    """A filter names something that does not exist."""


class ImportRefused(CxError):
    """The file as a whole cannot be imported; nothing was written."""


class MappingError(ImportRefused):
    """The mapping does not fit the file or the extract."""


class Cancelled(CxError):
    """Somebody called the work off; nothing was written."""


class UndoRefused(CxError):
    """There is no such import, or it was undone before."""


class ThemeRefused(CxError):
    """A theme of comments cannot be changed as asked; nothing was changed."""


class SettingRefused(CxError):
    """A setting cannot have this value."""
