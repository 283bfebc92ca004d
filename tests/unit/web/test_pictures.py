"""Generated pictures: whole, safe, and always the same."""

import colorsys
import re
from xml.etree import ElementTree

import pytest

from web.drawing.tones import Tone, hue_of_css
from web.pictures import KINDS, product_picture, show_poster

SVG = "{http://www.w3.org/2000/svg}"
HUES = (0, 45, 130, 210, 300, 359)


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_each_kind_is_a_well_formed_square(kind: str) -> None:
    for hue in HUES:
        for seed in ("a", "b", "c", "d"):
            root = ElementTree.fromstring(product_picture(kind, hue, seed))
            assert root.tag == f"{SVG}svg"
            assert root.get("viewBox") == "0 0 640 640"


def test_there_are_enough_kinds_for_a_festival() -> None:
    assert len(KINDS) >= 14


def test_the_same_seed_gives_the_same_picture() -> None:
    assert product_picture("teapot", 210, "x") == product_picture("teapot", 210, "x")
    assert show_poster("Night", "Brand", 210, "x") == show_poster("Night", "Brand", 210, "x")


def test_seeds_vary_a_kind() -> None:
    assert len({product_picture("teapot", 210, str(seed)) for seed in range(12)}) == 12


def test_a_kind_without_a_drawing_gets_a_parcel() -> None:
    picture = product_picture("submarine", 10, "x")
    ElementTree.fromstring(picture)
    assert product_picture("submarine", 10, "y") != picture


@pytest.mark.parametrize("kind", [*sorted(KINDS), "submarine"])
def test_pictures_use_only_what_they_define(kind: str) -> None:
    picture = product_picture(kind, 80, "s")
    used = set(re.findall(r"url\(#([^)]+)\)", picture))
    assert used <= set(re.findall(r' id="([^"]+)"', picture))
    assert "href" not in picture
    assert "http" not in picture.replace("http://www.w3.org/2000/svg", "")


def test_a_poster_escapes_its_texts() -> None:
    poster = show_poster('<script>alert("1")</script> & more', "A <b> & Co", 120, "x")
    assert "<script" not in poster
    root = ElementTree.fromstring(poster)
    said = " ".join(text.text or "" for text in root.iter(f"{SVG}text"))
    assert "A <b> & Co" in said


def test_a_poster_leaves_out_what_xml_forbids() -> None:
    ElementTree.fromstring(show_poster("Night\x00 of \x1b[1m lights\ud800", "Brand\x07", 120, "x"))


@pytest.mark.parametrize(
    "title", ["Hey", "x" * 120, "word " * 24, "秋の窯びらき" * 12, "\x01\x02\x03"]
)
def test_a_title_of_any_length_keeps_its_column(title: str) -> None:
    root = ElementTree.fromstring(show_poster(title, "Brand", 10, "x"))
    lines = list(root.iter(f"{SVG}text"))
    assert len(lines) <= 8
    assert all(len(line.text or "") <= 40 for line in lines)
    assert all(60 < float(line.get("y", "0")) < 560 for line in lines)


@pytest.mark.parametrize("degrees", range(0, 360, 30))
def test_a_tone_keeps_the_hue_that_pages_tint_with(degrees: int) -> None:
    tone = Tone(0.65, 0.12, hue_of_css(degrees)).hex
    red, green, blue = (int(tone[i : i + 2], 16) / 255 for i in (1, 3, 5))
    shown = colorsys.rgb_to_hls(red, green, blue)[0] * 360
    assert abs((shown - degrees + 180) % 360 - 180) < 25


def test_tones_stay_within_the_screen() -> None:
    assert Tone(1.0, 0.0, 120).hex == "#ffffff"
    assert Tone(0.0, 0.0, 0).hex == "#000000"
    assert re.fullmatch("#[0-9a-f]{6}", Tone(0.7, 0.4, 264).hex)
