// Talks to the API: typed answers, or a `Problem` whose words can be shown as they are.
//
//   const order = await api.post<OrderView>(`/api/deals/${id}/claims`, { quantity: 1 }, { idempotencyKey });

import { t } from "./words";

export interface ProblemDetails {
  code: string;
  title: string;
  detail: string;
  fields?: Record<string, string>;
  retry_after_s?: number | null;
  status?: number;
}

/** A refusal by the server, or the network's failure (`code` "network", status 0). */
export class Problem extends Error {
  readonly code: string;
  readonly title: string;
  readonly detail: string;
  readonly fields: Readonly<Record<string, string>>;
  readonly retry_after_s: number | null;
  readonly status: number;

  constructor(details: ProblemDetails) {
    super(details.detail);
    this.name = "Problem";
    this.code = details.code;
    this.title = details.title;
    this.detail = details.detail;
    this.fields = details.fields ?? {};
    this.retry_after_s = details.retry_after_s ?? null;
    this.status = details.status ?? 0;
  }

  /** Whether the same request, sent again, may succeed. */
  get mayRetry(): boolean {
    return this.status === 0 || this.status === 429 || this.status >= 500;
  }
}

/** What is wrong with a form before it is sent, by field. */
export function wrongFields(fields: Record<string, string>, title?: string): Problem {
  const [message = ""] = Object.values(fields);
  return new Problem({ code: "invalid", title: title ?? message, detail: message, fields });
}

export interface RequestOptions {
  /** Names the attempt: the same key sent twice has one effect and one answer. */
  idempotencyKey?: string;
  signal?: AbortSignal;
}

type Method = "GET" | "POST" | "PUT" | "PATCH" | "DELETE";

export const api = {
  get: <T>(path: string, options?: RequestOptions) => send<T>("GET", path, undefined, options),
  post: <T>(path: string, body?: unknown, options?: RequestOptions) =>
    send<T>("POST", path, body, options),
  put: <T>(path: string, body?: unknown, options?: RequestOptions) =>
    send<T>("PUT", path, body, options),
  patch: <T>(path: string, body?: unknown, options?: RequestOptions) =>
    send<T>("PATCH", path, body, options),
  /** A file, as it is. */
  upload: <T>(path: string, file: File, options?: RequestOptions) =>
    send<T>("PUT", path, file, options),
  delete: <T = void>(path: string, options?: RequestOptions) =>
    send<T>("DELETE", path, undefined, options),
};

/** A new key for one attempt; keep it for the retries of that attempt. */
export function newIdempotencyKey(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) =>
    byte.toString(16).padStart(2, "0"),
  ).join("");
}

/** Whatever was thrown, as a problem with words for a person. */
export function asProblem(thrown: unknown): Problem {
  if (thrown instanceof Problem) return thrown;
  return new Problem({
    code: "client",
    title: t("This page made a mistake"),
    detail: t("Something in this page went wrong. Reload it and try again."),
  });
}

async function send<T>(
  method: Method,
  path: string,
  body: unknown,
  options: RequestOptions = {},
): Promise<T> {
  const headers: Record<string, string> = { accept: "application/json" };
  const isFile = body instanceof File;
  if (body !== undefined) headers["content-type"] = isFile ? body.type : "application/json";
  if (options.idempotencyKey) headers["idempotency-key"] = options.idempotencyKey;
  const init: RequestInit = { method, headers, credentials: "same-origin" };
  if (body !== undefined) init.body = isFile ? body : JSON.stringify(body);
  if (options.signal) init.signal = options.signal;
  const response = await reach(path, init);
  if (!response.ok) throw await problemOf(response);
  if (response.status === 204) return undefined as T;
  return (await response.json().catch(() => {
    throw unreadable(response.status);
  })) as T;
}

async function reach(path: string, init: RequestInit): Promise<Response> {
  try {
    return await fetch(path, init);
  } catch (error) {
    if (error instanceof DOMException && error.name === "AbortError") throw error;
    throw new Problem({
      code: "network",
      title: t("Dealcast could not be reached"),
      detail: t("There is no connection to Dealcast. Check your network and try again."),
    });
  }
}

async function problemOf(response: Response): Promise<Problem> {
  const details = (await response.json().catch(() => null)) as ProblemDetails | null;
  if (!details || typeof details.detail !== "string") return unreadable(response.status);
  return new Problem({ ...details, status: response.status });
}

function unreadable(status: number): Problem {
  return new Problem({
    code: "unreadable",
    title: t("Dealcast did not answer as it should"),
    detail: t("The server had trouble with this. Wait a moment and try again."),
    status,
  });
}
