import { expect, it } from "vitest";
import { Problem } from "../lib/api";
import { Attempts } from "./attempts";

function attempts(): Attempts {
  let count = 0;
  return new Attempts(() => `key${++count}`);
}

function failing(status: number): Promise<never> {
  return Promise.reject(new Problem({ code: "x", title: "No", detail: "No.", status }));
}

async function keyOf(subject: string, all: Attempts, send = async () => {}): Promise<string> {
  let used = "";
  const sending = all.make(subject, (key) => {
    used = key;
    return send();
  });
  await sending.catch(() => {});
  return used;
}

it("keeps the key of an attempt that was not answered", async () => {
  const all = attempts();
  expect(await keyOf("deal1", all, () => failing(0))).toBe("key1");
  expect(await keyOf("deal1", all, () => failing(503))).toBe("key1");
  expect(await keyOf("deal1", all)).toBe("key1");
});

it("takes a new key after an answer", async () => {
  const all = attempts();
  await keyOf("deal1", all);
  expect(await keyOf("deal1", all)).toBe("key2");
});

it("takes a new key after a refusal", async () => {
  const all = attempts();
  await keyOf("deal1", all, () => failing(402));
  expect(await keyOf("deal1", all)).toBe("key2");
});

it("keeps subjects apart", async () => {
  const all = attempts();
  await keyOf("deal1", all, () => failing(0));
  expect(await keyOf("deal2", all)).toBe("key2");
});
