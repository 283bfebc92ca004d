"""Colours as tones: lightness, chroma and hue in Oklch, so that every brand's hue is equally bright and strong.

>>> Tone(0.6, 0.15, 30).hex
'#ca5747'
"""

import colorsys
import math
from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class Tone:
    light: float
    """0 is black, 1 is white."""
    chroma: float
    """0 is grey; about 0.2 is as strong as a screen shows in most hues."""
    hue: float

    def lighter(self, by: float) -> "Tone":
        return replace(self, light=min(1.0, max(0.0, self.light + by)))

    def darker(self, by: float) -> "Tone":
        return self.lighter(-by)

    def softer(self, factor: float) -> "Tone":
        return replace(self, chroma=self.chroma * factor)

    @property
    def is_light(self) -> bool:
        return self.light > 0.7

    @property
    def hex(self) -> str:
        """As `#rrggbb`, with less chroma where a screen could not show it."""
        chroma = self.chroma
        rgb = _linear_rgb(self.light, chroma, self.hue)
        while chroma > 0.001 and not all(-0.002 <= part <= 1.002 for part in rgb):
            chroma *= 0.93
            rgb = _linear_rgb(self.light, chroma, self.hue)
        return "#" + "".join(f"{_encoded(part):02x}" for part in rgb)


def hue_of_css(degrees: float) -> float:
    """The Oklch hue of CSS's `hsl(degrees 100% 50%)`, so that pictures match what pages tint."""
    red, green, blue = (_decoded(part) for part in colorsys.hls_to_rgb(degrees / 360, 0.5, 1.0))
    long = (0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue) ** (1 / 3)
    middle = (0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue) ** (1 / 3)
    short = (0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue) ** (1 / 3)
    a = 1.9779984951 * long - 2.4285922050 * middle + 0.4505937099 * short
    b = 0.0259040371 * long + 0.7827717662 * middle - 0.8086757660 * short
    return math.degrees(math.atan2(b, a)) % 360


def _linear_rgb(light: float, chroma: float, hue: float) -> tuple[float, float, float]:
    # Björn Ottosson's matrices, https://bottosson.github.io/posts/oklab/
    a, b = chroma * math.cos(math.radians(hue)), chroma * math.sin(math.radians(hue))
    long = (light + 0.3963377774 * a + 0.2158037573 * b) ** 3
    middle = (light - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (light - 0.0894841775 * a - 1.2914855480 * b) ** 3
    return (
        4.0767416621 * long - 3.3077115913 * middle + 0.2309699292 * short,
        -1.2684380046 * long + 2.6097574011 * middle - 0.3413193965 * short,
        -0.0041960863 * long - 0.7034186147 * middle + 1.7076147010 * short,
    )


def _encoded(part: float) -> int:
    clipped = min(1.0, max(0.0, part))
    curved = 12.92 * clipped if clipped <= 0.0031308 else 1.055 * clipped ** (1 / 2.4) - 0.055
    return round(curved * 255)


def _decoded(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else float(((part + 0.055) / 1.055) ** 2.4)
