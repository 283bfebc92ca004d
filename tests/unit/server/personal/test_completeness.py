"""Nothing that Dealcast has of a person is forgotten in an export or an erasure (docs/privacy.md, D1 and E1)."""

from sqlalchemy import Table
from sqlalchemy.dialects import sqlite

from server.personal.erased import CLEARED_BY_RULE, KEPT, statements
from server.personal.exported import FILES, LEFT_OUT
from server.tables import metadata

SOMEONE = "0" * 20


def names_people(table: Table) -> bool:
    """Whether a column of the table holds an account: by a foreign key, or by its name."""
    return any(
        column.name in {"account_id", "owner"}
        or column.name.endswith("_by")
        or any(key.column.table.name == "account" for key in column.foreign_keys)
        for column in table.columns
    )


PERSONAL = {table.name for table in metadata.sorted_tables if names_people(table)} | {"account"}


def exported() -> set[str]:
    found = (file.rows(SOMEONE).get_final_froms() for file in FILES)
    tables = {table for froms in found for each in froms for table in _tables(each)}
    return {table.name for table in tables}


def cleared() -> set[str]:
    return {statement.table.name for statement in statements(SOMEONE)} | CLEARED_BY_RULE


def _tables(source: object) -> list[Table]:
    if isinstance(source, Table):
        return [source]
    return [*_tables(source.left), *_tables(source.right)]  # type: ignore[attr-defined]


def test_every_table_that_names_an_account_is_exported_or_it_is_said_why_not() -> None:
    assert PERSONAL - exported() == set(LEFT_OUT)


def test_every_table_that_names_an_account_is_cleared_or_it_is_said_why_not() -> None:
    by_rows = {"orders", "payment", "account", "share_link", "chat_message"}
    assert PERSONAL - cleared() <= set(KEPT)
    assert set(KEPT) <= PERSONAL
    assert (set(KEPT) & cleared()) - by_rows == set(), "what is kept is not deleted"


def test_what_is_kept_or_left_out_has_a_reason_in_a_sentence() -> None:
    for reason in (*KEPT.values(), *LEFT_OUT.values(), *(file.says for file in FILES)):
        assert reason[0].isupper()
        assert reason.endswith(".")


def test_files_have_names_of_their_own_and_columns_that_their_rows_have() -> None:
    names = [file.name for file in FILES]
    assert len(names) == len(set(names))
    for file in FILES:
        given = {column.name for column in file.rows(SOMEONE).selected_columns}
        assert set(file.columns) <= given, file.name


def test_no_secret_is_exported() -> None:
    secrets = {"password_hash", "visitor", "identity", "referral_token"}
    for file in FILES:
        assert not secrets & set(file.columns), file.name
    sessions = next(file for file in FILES if file.name == "sessions.json")
    assert "id" not in sessions.columns


def test_a_row_is_deleted_before_what_it_points_at() -> None:
    order = [statement.table.name for statement in statements(SOMEONE)]
    assert order.index("data_export_part") < order.index("data_export")
    for statement in statements(SOMEONE):
        assert "WHERE" in str(statement.compile(dialect=sqlite.dialect()))  # type: ignore[no-untyped-call]
