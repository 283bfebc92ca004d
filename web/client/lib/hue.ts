// Colours by class: the stylesheet has `hue-0` to `hue-350` in steps of 10.

/** The class of a hue given as an angle. */
export function hueClass(hue: number): string {
  const step = Math.round((((hue % 360) + 360) % 360) / 10) * 10;
  return `hue-${step % 360}`;
}

/** A hue that a name always has. */
export function hueOf(name: string): number {
  let sum = 7;
  for (const character of name.toLowerCase())
    sum = (sum * 31 + (character.codePointAt(0) ?? 0)) % 3600;
  return sum % 360;
}
