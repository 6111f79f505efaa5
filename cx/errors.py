"""The tree of our errors: each says what went wrong, where, and what to do next."""


class CxError(Exception):
    """Base of every error that a person can act on; its text is meant to be read by them."""


class WarehouseError(CxError):
    """The database file cannot be used as asked."""


class WarehouseLocked(WarehouseError):
    """Another process owns the database file; `door` is where it can be asked, if anywhere."""

    def __init__(self, message: str, door: str | None = None) -> None:
        super().__init__(message)
        self.door = door


class WarehouseTooNew(WarehouseError):
    """The database was written by a newer version of this program."""


class WarehouseDamaged(WarehouseError):
    """The database file or its journal is broken or has lost something; it was left as it is."""


class DiskFull(WarehouseError):
    """There is no room to write; nothing was changed."""


class QueryTooSlow(WarehouseError):
    """A question took longer than the time limit."""


class QueryTooLarge(WarehouseError):
    """A question needs more memory than there is for all."""


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


class TooManyRows(CxError):
    """A table has more rows than the file it is asked for can hold."""


class BadTemplate(CxError):
    """The file whose layouts slides are to have cannot be used."""


class NotSent(CxError):
    """A mail was not sent; nothing has left the machine."""


class Cancelled(CxError):
    """Somebody called the work off; nothing was written."""


class UndoRefused(CxError):
    """There is no such import, or it was undone before."""


class ThemeRefused(CxError):
    """A theme of comments cannot be changed as asked; nothing was changed."""


class ThemesMoved(ThemeRefused):
    """Somebody else changed the themes in the meantime; nothing was overwritten."""


class FollowUpRefused(CxError):
    """A step with a customer cannot be logged as given; nothing was logged."""


class FollowUpsMoved(FollowUpRefused):
    """Somebody else logged a step with the same customer in the meantime."""


class AssessmentRefused(CxError):
    """The self-assessment cannot be answered as given; nothing was kept."""


class AssessmentMoved(AssessmentRefused):
    """Somebody else answered the same question in the meantime."""


class ViewRefused(CxError):
    """A view cannot be saved or changed as asked; nothing was changed."""


class ViewsMoved(ViewRefused):
    """Somebody else changed the same saved view in the meantime; nothing was overwritten."""


class NoteRefused(CxError):
    """A note on the time axis cannot be written or changed as asked; nothing was changed."""


class NotesMoved(NoteRefused):
    """Somebody else changed the same note in the meantime; nothing was overwritten."""


class ReviewRefused(CxError):
    """A review cannot be changed as asked; nothing was changed."""


class ReviewMoved(ReviewRefused):
    """Somebody else changed the same part of a review in the meantime; nothing was overwritten."""


class ScenarioRefused(CxError):
    """A scenario cannot be saved or removed as asked; nothing was changed."""


class ScenariosMoved(ScenarioRefused):
    """Somebody else removed the scenario in the meantime."""


class SettingRefused(CxError):
    """A setting cannot have this value."""


class SettingsMoved(SettingRefused):
    """Somebody else changed settings in the meantime; nothing was overwritten."""


class NotAllowed(CxError):
    """Somebody's role does not reach for what they ask."""


class BadRoles(CxError):
    """The file that says who has which role cannot be used."""


class NotTaken(CxError):
    """An uploaded file was not kept: there is no room, or it is gone."""


class TooLarge(NotTaken):
    """An uploaded file is larger than one may be."""
