import { describe, expect, it, vi } from "vitest";
import { api, asProblem, newIdempotencyKey, type Problem } from "./api";

function answer(status: number, body: unknown): void {
  const text = typeof body === "string" ? body : JSON.stringify(body);
  vi.spyOn(globalThis, "fetch").mockResolvedValue(new Response(text, { status }));
}

async function refusal(promise: Promise<unknown>): Promise<Problem> {
  return promise.then(
    () => {
      throw new Error("it was not refused");
    },
    (error: unknown) => asProblem(error),
  );
}

describe("api", () => {
  it("sends JSON with the attempt's key and returns the answer", async () => {
    answer(201, { id: "1" });
    expect(await api.post("/api/x", { a: 1 }, { idempotencyKey: "k" })).toEqual({ id: "1" });
    const [path, init] = vi.mocked(fetch).mock.calls[0] ?? [];
    expect(path).toBe("/api/x");
    expect(init?.body).toBe('{"a":1}');
    expect(init?.headers).toMatchObject({ "idempotency-key": "k" });
  });

  it("returns nothing for an empty answer", async () => {
    vi.spyOn(globalThis, "fetch").mockResolvedValue(new Response(null, { status: 204 }));
    expect(await api.delete("/api/session")).toBeUndefined();
  });

  it("throws the server's problem with its fields", async () => {
    answer(422, {
      code: "invalid",
      title: "No",
      detail: "Too short.",
      fields: { handle: "Short" },
    });
    const problem = await refusal(api.post("/api/accounts", {}));
    expect(problem).toMatchObject({ code: "invalid", status: 422, fields: { handle: "Short" } });
    expect(problem.mayRetry).toBe(false);
  });

  it("says so in a sentence when nothing can be reached", async () => {
    vi.spyOn(globalThis, "fetch").mockRejectedValue(new TypeError("Failed to fetch"));
    const problem = await refusal(api.get("/api/me"));
    expect(problem.code).toBe("network");
    expect(problem.detail).toMatch(/Check your network/);
    expect(problem.mayRetry).toBe(true);
  });

  it("does not show a proxy's page as if it were an answer", async () => {
    answer(502, "<html>Bad gateway</html>");
    expect((await refusal(api.get("/api/me"))).code).toBe("unreadable");
  });

  it("makes a new key for each attempt", () => {
    expect(newIdempotencyKey()).toMatch(/^[0-9a-f]{32}$/);
    expect(newIdempotencyKey()).not.toBe(newIdempotencyKey());
  });
});
