"""A ZIP file that is written row by row, and taken away piece by piece, so that it is never whole in memory.

archive = Archive(now)
archive.begin("orders.json", columns)
archive.add(rows)
part = archive.take()      # what there is of the ZIP file so far
archive.end()
archive.close()
rest = archive.take()
"""

import zipfile
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import IO, Any

import msgspec
from sqlalchemy import RowMapping

from kit.spreadsheet import BOM, harmless, lines


class Archive:
    def __init__(self, now: datetime) -> None:
        self._sink = _Sink()
        self._zip = zipfile.ZipFile(self._sink, "w", zipfile.ZIP_DEFLATED)
        self._at = (now.year, now.month, now.day, now.hour, now.minute, now.second)
        self._file: IO[bytes] | None = None
        self._columns: Sequence[str] = ()
        self._is_csv = False
        self._is_empty = True

    def add_text(self, name: str, text: str) -> None:
        self._zip.writestr(self._info(name), text)

    def begin(self, name: str, columns: Sequence[str]) -> None:
        """A file of rows: a list of objects, or a table where the name ends in `.csv`."""
        self._file = self._zip.open(self._info(name), "w")
        self._columns, self._is_csv, self._is_empty = columns, name.endswith(".csv"), True
        self._file.write((BOM + lines([columns])).encode() if self._is_csv else b"[")

    def add(self, rows: Iterable[RowMapping]) -> None:
        assert self._file is not None, "no file is begun"
        for row in rows:
            values = {name: row[name] for name in self._columns}
            self._file.write(_line(values) if self._is_csv else self._object(values))

    def end(self) -> None:
        assert self._file is not None, "no file is begun"
        self._file.write(b"" if self._is_csv else b"\n]\n")
        self._file.close()

    def close(self) -> None:
        self._zip.close()

    @property
    def size(self) -> int:
        """Of what is to be taken."""
        return len(self._sink.data)

    def take(self) -> bytes:
        """What came since the last time."""
        data, self._sink.data = bytes(self._sink.data), bytearray()
        return data

    def _info(self, name: str) -> zipfile.ZipInfo:
        info = zipfile.ZipInfo(name, self._at)
        info.compress_type = zipfile.ZIP_DEFLATED
        return info

    def _object(self, values: Mapping[str, Any]) -> bytes:
        before, self._is_empty = b"\n" if self._is_empty else b",\n", False
        return before + msgspec.json.encode(values)


class _Sink:
    """What a ZIP file is written to. It cannot be sought in, so each file's size stands behind it."""

    def __init__(self) -> None:
        self.data = bytearray()

    def write(self, data: bytes) -> int:
        self.data += data
        return len(data)

    def flush(self) -> None: ...

    def close(self) -> None: ...


def _line(values: Mapping[str, Any]) -> bytes:
    return lines([[_cell(value) for value in values.values()]]).encode()


def _cell(value: Any) -> object:
    if isinstance(value, str):
        return harmless(value)
    return value.isoformat() if isinstance(value, datetime) else "" if value is None else value
