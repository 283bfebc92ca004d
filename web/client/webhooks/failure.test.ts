import { expect, test } from "vitest";
import { whyUnanswered } from "./failure";

test("a code is said in words, with what the network said", () => {
  expect(whyUnanswered("timed_out")).toBe("There was no whole answer in time.");
  expect(whyUnanswered("not_connected: [Errno 111] Refused: really")).toBe(
    "The connection failed: [Errno 111] Refused: really",
  );
});

test("what has no code stays as it was written", () => {
  expect(whyUnanswered("The name x.example is not known.")).toBe(
    "The name x.example is not known.",
  );
});
