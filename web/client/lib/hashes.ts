// SHA-256 and HMAC of texts, as lower-case hexadecimal, by the browser's own cryptography.

export async function sha256(text: string): Promise<string> {
  return hex(await crypto.subtle.digest("SHA-256", bytes(text)));
}

/** What signs texts with this key. */
export async function hmac(key: string): Promise<(text: string) => Promise<string>> {
  const terms = { name: "HMAC", hash: "SHA-256" };
  const imported = await crypto.subtle.importKey("raw", bytes(key), terms, false, ["sign"]);
  return async (text) => hex(await crypto.subtle.sign("HMAC", imported, bytes(text)));
}

function bytes(text: string): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(text);
}

function hex(buffer: ArrayBuffer): string {
  return Array.from(new Uint8Array(buffer), (byte) => byte.toString(16).padStart(2, "0")).join("");
}
