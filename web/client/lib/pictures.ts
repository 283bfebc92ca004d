// Pictures that no view names.

/** A show's poster without its words, for where the page says them itself. */
export function showArtUrl(showId: string): string {
  return `/pictures/shows/${encodeURIComponent(showId)}/art.svg`;
}
