"""Makes a PNG of an SVG: `python -m web.drawing.raster < picture.svg > picture.png`

In a process of its own: it takes half a second of processor time, during which the library lets no other thread run.
"""

import sys
from pathlib import Path


def png(svg: str) -> bytes:
    """The picture in its own size. Texts are set in Source Sans; what that lacks, in the system's fonts."""
    import resvg_py

    return bytes(resvg_py.svg_to_bytes(svg_string=svg, font_files=_fonts()))


def _fonts() -> list[str]:
    import font_source_sans_pro

    files = Path(font_source_sans_pro.__file__).parent / "files"
    return [str(files / f"SourceSansPro-{weight}.ttf") for weight in ("Semibold", "Bold")]


if __name__ == "__main__":
    sys.stdout.buffer.write(png(sys.stdin.read()))
