"""Letters of five by seven dots, as far as the demo host's picture needs them. Pure."""

HEIGHT = 7
_GAP = "0"
_DOTS = {
    "0": "01110 10001 10011 10101 11001 10001 01110",
    "1": "00100 01100 00100 00100 00100 00100 01110",
    "2": "01110 10001 00001 00010 00100 01000 11111",
    "3": "11111 00010 00100 00010 00001 10001 01110",
    "4": "00010 00110 01010 10010 11111 00010 00010",
    "5": "11111 10000 11110 00001 00001 10001 01110",
    "6": "00110 01000 10000 11110 10001 10001 01110",
    "7": "11111 00001 00010 00100 01000 01000 01000",
    "8": "01110 10001 10001 01110 10001 10001 01110",
    "9": "01110 10001 10001 01111 00001 00010 01100",
    ":": "00000 00100 00100 00000 00100 00100 00000",
    ".": "00000 00000 00000 00000 00000 01100 01100",
    " ": "00000 00000 00000 00000 00000 00000 00000",
    "A": "01110 10001 10001 11111 10001 10001 10001",
    "C": "01110 10001 10000 10000 10000 10001 01110",
    "D": "11100 10010 10001 10001 10001 10010 11100",
    "E": "11111 10000 10000 11110 10000 10000 11111",
    "H": "10001 10001 10001 11111 10001 10001 10001",
    "L": "10000 10000 10000 10000 10000 10000 11111",
    "M": "10001 11011 10101 10101 10001 10001 10001",
    "O": "01110 10001 10001 10001 10001 10001 01110",
    "S": "01111 10000 10000 01110 00001 00001 11110",
    "T": "11111 00100 00100 00100 00100 00100 00100",
    "U": "10001 10001 10001 10001 10001 10001 01110",
}
_ROWS = {letter: dots.split() for letter, dots in _DOTS.items()}
WIDTH = 6
"""Of a letter and the gap after it."""


class Lettering:
    """Letters of one size, light on dark, as rows of brightness."""

    def __init__(self, dot: int, *, light: int, dark: int) -> None:
        """`dot` is a dot's width and height in pixels."""
        self.dot = dot
        pixels = {"1": bytes((light,)) * dot, "0": bytes((dark,)) * dot}
        self._rows = {
            letter: [b"".join(pixels[each] for each in row + _GAP) for row in rows]
            for letter, rows in _ROWS.items()
        }

    def rows(self, text: str) -> list[bytes]:
        """`HEIGHT` rows of the text, each of which stands for `dot` rows of pixels."""
        return [b"".join(self._rows[letter][row] for letter in text) for row in range(HEIGHT)]
