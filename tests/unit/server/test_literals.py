"""Words that stand in a template as they are would be English on every page."""

from pathlib import Path

import pytest

from server import literals


@pytest.mark.parametrize(
    ("template", "found"),
    [
        ('<p>{{ _("Hello") }} · {{ name }}, Dealcast</p>', []),
        ("{% block main_class %}site-main-narrow{% endblock %}<code>make run</code>", []),
        ("<p>Order {{ number }}</p>", ["some.html: not in _(): Order …"]),
        ('<img alt="A lamp">', ["some.html: not in _(): A lamp"]),
        ("{% trans count=3 %}one{% pluralize %}{{ count }} many{% endtrans %}", []),
    ],
)
def test_literal_words_are_found(
    template: str, found: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "some.html").write_text(template)
    monkeypatch.setattr(literals, "TEMPLATES", tmp_path)
    assert list(literals.literals()) == found
