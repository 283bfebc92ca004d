/** Something that is chosen by its title. */
export interface Titled {
  id: string;
  title: string;
}

/** As choices, the first of which is none of them. */
export function withNone(things: readonly Titled[], none: string): [string, string][] {
  return [["", none], ...things.map(({ id, title }): [string, string] => [id, title])];
}
