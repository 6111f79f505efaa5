"""Reads the body of an upload piece by piece: its one file goes to disk, fields are let go."""

from typing import IO

from python_multipart import MultipartParser
from python_multipart.exceptions import FormParserError
from python_multipart.multipart import parse_options_header


class Body:
    r"""A body of the kind that browsers send files in.

    Parameters
    ----------
    content_type : str or None
        The header that says what separates its parts.

    Attributes
    ----------
    disk : file or None
        Takes the content of the file; None lets it go.
    size, received : int
        Bytes of the file, and of everything so far.

    Raises
    ------
    FormParserError
        When the body is not of that kind; by every method too.

    Examples
    --------
    >>> body = Body("multipart/form-data; boundary=x")
    >>> body.write(b'--x\r\nContent-Disposition: form-data; name="a"; filename="a.csv"\r\n\r\n')
    >>> body.write(b"1,2,3\r\n--x--\r\n")
    >>> body.demand_end()
    >>> body.size, body.with_content(b"ticket").splitlines()[-2]
    (5, b'ticket')
    """

    def __init__(self, content_type: str | None) -> None:
        self.disk: IO[bytes] | None = None
        self.size = self.received = 0
        self._boundary = parse_options_header(content_type)[1].get(b"boundary", b"")
        self._head: dict[bytes, bytes] | None = None
        self._headers: dict[bytes, bytes] = {}
        self._name = self._value = b""
        self._is_file = self._has_end = False
        if not self._boundary:
            raise FormParserError("There is no boundary.")
        self._parser = MultipartParser(
            self._boundary,
            {
                "on_part_begin": self._begin,
                "on_header_field": self._add_to_name,
                "on_header_value": self._add_to_value,
                "on_header_end": self._end_header,
                "on_headers_finished": self._end_headers,
                "on_part_data": self._add,
                "on_end": self._end,
            },
        )

    @property
    def has_head(self) -> bool:
        """Whether the name of the file is known."""
        return self._head is not None

    def write(self, data: bytes) -> None:
        """Take the next bytes."""
        self.received += len(data)
        self._parser.write(data)

    def demand_end(self) -> None:
        """Go on only when file and body are whole."""
        if self._head is None or not self._has_end:
            raise FormParserError("The body is not whole.")

    def with_content(self, content: bytes) -> bytes:
        """Return a body with the same name and type of file, and this content."""
        if self._head is None:
            raise FormParserError("There is no file.")
        lines = [name + b": " + value for name, value in self._head.items()]
        dashed = b"--" + self._boundary
        return b"\r\n".join([dashed, *lines, b"", content, dashed + b"--", b""])

    def _begin(self) -> None:
        self._headers = {}

    def _add_to_name(self, data: bytes, start: int, end: int) -> None:
        self._name += data[start:end]

    def _add_to_value(self, data: bytes, start: int, end: int) -> None:
        self._value += data[start:end]

    def _end_header(self) -> None:
        if self._name.lower() in {b"content-disposition", b"content-type"}:
            self._headers[self._name.lower()] = self._value
        self._name = self._value = b""

    def _end_headers(self) -> None:
        _, options = parse_options_header(self._headers.get(b"content-disposition"))
        self._is_file = b"filename" in options
        if self._is_file and self._head is not None:
            raise FormParserError("There is more than one file.")
        if self._is_file:
            self._head = self._headers

    def _add(self, data: bytes, start: int, end: int) -> None:
        if self._is_file:
            self.size += end - start
            if self.disk is not None:
                self.disk.write(memoryview(data)[start:end])

    def _end(self) -> None:
        self._has_end = True
