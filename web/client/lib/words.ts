// Texts in the language of the page. English is the key and the fallback; an entry point brings the others before all else.

export type Values = Record<string, string | number>;

const known = new Map<string, string>();

/** Have these texts, by their English. */
export function learn(words: Record<string, string>): void {
  for (const [english, text] of Object.entries(words)) known.set(english, text);
}

/** For CLDR: `en` or `zh-Hans`. */
export function pageLanguage(): string {
  return document.documentElement.lang || "en";
}

/** The text in the page's language; `{name}` stands for a value: `t("Runs out on {date}", { date })`. */
export function t(text: string, values: Values = {}): string {
  return fill(known.get(text) ?? text, values);
}

/** The text for a number of things, which stands as `{count}`: `tn("{count} point", "{count} points", n)`. */
export function tn(one: string, many: string, count: number, values: Values = {}): string {
  return fill(known.get(one) ?? (Math.abs(count) === 1 ? one : many), { count, ...values });
}

/** One after the other: `from €30.00, on lamp`. */
export function listed(texts: readonly string[]): string {
  return texts.join(pageLanguage() === "en" ? ", " : "，");
}

function fill(text: string, values: Values): string {
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => shown(values[name] ?? whole));
}

/** Numbers as people of the language write them: `1,200`. */
function shown(value: string | number): string {
  return typeof value === "number" ? value.toLocaleString(pageLanguage()) : value;
}
