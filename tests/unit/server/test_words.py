"""Texts are collected where they are used, and none is left without its translation."""

from pathlib import Path

import pytest
from babel.messages.catalog import Catalog

from server import words


def test_the_catalogues_are_complete() -> None:
    assert words.complaints() == []


def test_texts_in_typescript_are_found_whatever_their_quotes(tmp_path: Path) -> None:
    source = tmp_path / "Some.tsx"
    source.write_text(
        """import { t, tn } from "../lib/words";
        t("It is {count}"); t('“It’s” a "name"');
        tn("{count} link", "{count} links", 2); format("not a text"); row.t("neither");"""
    )
    assert list(words._in_typescript(source)) == [
        "It is {count}",
        '“It’s” a "name"',
        ("{count} link", "{count} links"),
    ]


@pytest.mark.parametrize("call", ["t(text)", "t(`It is ${count}`)", 'tn("{count} link", many, 2)'])
def test_a_text_that_is_not_written_out_is_refused(
    tmp_path: Path, call: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(words, "WEB", tmp_path)
    source = tmp_path / "Some.tsx"
    source.write_text(f'import {{ t, tn }} from "../lib/words";\n{call};')
    with pytest.raises(words.Unreadable, match=r"Some\.tsx"):
        list(words._in_typescript(source))


def test_a_translation_that_lacks_a_value_is_a_fault() -> None:
    catalogue = Catalog(locale="zh")
    catalogue.add("Until {date}", "截至")
    catalogue.add(("{count} link", "{count} links"), ("{count} 个链接",))
    catalogue.add("Nothing yet")
    assert list(words._faults(catalogue)) == [
        "other values than 'Until {date}' has",
        "nothing for 'Nothing yet'",
    ]
