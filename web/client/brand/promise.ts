// What buyers are promised, as brand.html says it too.

export function promiseWords(days: number): string {
  if (days === 0) return "Prices are not protected.";
  const time = days === 1 ? "a day" : `${days} days`;
  return `If a price falls within ${time} after you buy, you get the difference back automatically.`;
}
