"""A person's own data on the wire."""

from typing import Annotated

from msgspec import Meta, Struct


class ExportView(Struct, frozen=True, kw_only=True):
    id: str
    is_ready: bool
    files_done: int
    files: int
    size: int
    """Of the ZIP file, in bytes."""
    asked_at_ms: int
    expires_at_ms: int | None
    """Until when it can be downloaded, once it is ready."""


class MyExportView(Struct, frozen=True, kw_only=True):
    export: ExportView | None
    """The last one; null: there is none that is under way or can be downloaded."""


class Erasure(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    password: Annotated[str, Meta(min_length=1, max_length=128)]
