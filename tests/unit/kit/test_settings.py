from pathlib import Path

import pytest

from kit.settings import MailSettings, SettingsError, StripeSettings, load


def test_without_any_variable_there_is_sqlite_and_a_secret_that_stays(tmp_path: Path) -> None:
    first, second = load({}, tmp_path), load({}, tmp_path)
    assert first == second
    assert first.database_url == "sqlite+aiosqlite:///var/dealcast.db"
    assert first.redis_url is None
    assert len(first.secret_key) >= 32
    assert (tmp_path / "secret.key").stat().st_mode & 0o077 == 0


def test_a_named_database_needs_a_secret_that_all_processes_share(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="SECRET_KEY is not set"):
        load({"DATABASE_URL": "postgresql://db/dealcast"}, tmp_path)


@pytest.mark.parametrize("scheme", ["postgres", "postgresql", "postgresql+asyncpg"])
def test_a_postgresql_url_is_taken_as_hosting_services_write_it(
    scheme: str, tmp_path: Path
) -> None:
    environ = {"DATABASE_URL": f"{scheme}://db/dealcast", "SECRET_KEY": "k" * 40}
    assert load(environ, tmp_path).database_url == "postgresql+asyncpg://db/dealcast"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("DATABASE_URL", "mysql://db/dealcast"),
        ("DATABASE_URL", "dealcast.db"),
        ("DATABASE_URL", "sqlite://"),
        ("DATABASE_URL", "sqlite:///:memory:"),
        ("PUBLIC_URL", "dealcast.example"),
        ("SECRET_KEY", "short"),
        ("RECORDINGS", "ftp://store/recordings"),
        ("RECORDING_DAYS", "0"),
        ("RECORDING_DAYS", "for ever"),
    ],
)
def test_a_value_that_no_process_could_run_with_is_refused(
    name: str, value: str, tmp_path: Path
) -> None:
    with pytest.raises(SettingsError):
        load({name: value}, tmp_path)


def test_recordings_lie_beside_the_database_or_in_a_bucket(tmp_path: Path) -> None:
    usual = load({}, tmp_path).recordings
    assert (usual.place, usual.days) == (str(tmp_path / "recordings"), 90)
    bucket = load({"RECORDINGS": "s3://shows/live/", "RECORDING_DAYS": "7"}, tmp_path).recordings
    assert (bucket.place, bucket.days) == ("s3://shows/live", 7)


def test_domains_of_throw_away_addresses_are_added_by_the_operator(tmp_path: Path) -> None:
    named = load({"DISPOSABLE_DOMAINS": "One.example, two.example"}, tmp_path)
    assert named.disposable_domains == {"one.example", "two.example"}
    assert load({}, tmp_path).disposable_domains == frozenset()


def test_cookies_are_secure_where_people_come_by_https(tmp_path: Path) -> None:
    assert load({"PUBLIC_URL": "https://live.example/"}, tmp_path).is_secure
    assert not load({"PUBLIC_URL": "http://127.0.0.1:8000"}, tmp_path).is_secure


def test_stripe_takes_the_place_of_the_sandbox_and_needs_all_its_keys(tmp_path: Path) -> None:
    assert load({}, tmp_path).stripe is None
    keys = {"STRIPE_SECRET_KEY": "sk_test_1"}
    with pytest.raises(SettingsError, match="STRIPE_WEBHOOK_SECRET"):
        load(keys, tmp_path)
    keys["STRIPE_WEBHOOK_SECRET"] = "whsec_1"
    with pytest.raises(SettingsError, match="STRIPE_PUBLISHABLE_KEY"):
        load(keys, tmp_path)
    keys["STRIPE_PUBLISHABLE_KEY"] = "pk_test_1"
    found = load(keys, tmp_path).stripe
    assert found == StripeSettings("sk_test_1", "whsec_1", "pk_test_1")
    assert found.script_url == "https://js.stripe.com/v3/"


def test_mail_is_caught_unless_a_server_is_named() -> None:
    assert load({"SECRET_KEY": "k" * 40}).mail is None
    named = {
        "SECRET_KEY": "k" * 40,
        "SMTP_URL": "smtps://user:pass@mail.example",
        "MAIL_FROM": "news@dealcast.example",
        "PUBLIC_URL": "https://dealcast.example",
    }
    assert load(named).mail == MailSettings(named["SMTP_URL"], named["MAIL_FROM"])


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"SMTP_URL": "mail.example"}, "SMTP_URL must be"),
        ({"MAIL_FROM": ""}, "MAIL_FROM is not set"),
        ({"MAIL_FROM": "Dealcast <news@>"}, "MAIL_FROM is not an address"),
        ({"PUBLIC_URL": ""}, "PUBLIC_URL is not set"),
    ],
)
def test_mail_needs_a_server_an_address_and_links(changed: dict[str, str], said: str) -> None:
    named = {
        "SECRET_KEY": "k" * 40,
        "SMTP_URL": "smtp://mail.example",
        "MAIL_FROM": "news@dealcast.example",
        "PUBLIC_URL": "https://dealcast.example",
    }
    with pytest.raises(SettingsError, match=said):
        load({**named, **changed})
