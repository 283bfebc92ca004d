"""A host without a camera: publishes a moving picture with a clock, and a tone, by WHIP as any encoder does.

The picture says for which moment it was drawn, to people in digits and to programs in blocks; the tone beeps at each whole
second of the same clock. So whoever watches can tell how late each of them is.
"""
