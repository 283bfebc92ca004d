// Texts in the language of the page. English is the key and the fallback.

export type Values = Record<string, string | number>;

/** The text in the page's language; `{name}` stands for a value: `t("Runs out on {date}", { date })`. */
export function t(text: string, values: Values = {}): string {
  return fill(text, values);
}

/** The text for a number of things, which stands as `{count}`: `tn("{count} point", "{count} points", n)`. */
export function tn(one: string, many: string, count: number, values: Values = {}): string {
  return fill(count === 1 ? one : many, { count, ...values });
}

function fill(text: string, values: Values): string {
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole));
}
