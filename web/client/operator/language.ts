// To be imported before uPlot. It hands `navigator.language` to Intl as it loads, and a browser that was started without
// a locale has one there that Intl refuses ("en-US@posix"), which would take the whole page down.

try {
  Intl.getCanonicalLocales(navigator.language);
} catch {
  Object.defineProperty(navigator, "language", { value: "en-GB", configurable: true });
}
