import { expect, it } from "vitest";
import type { ShowView } from "../types.gen";
import { grouped, proposedStart, withShow } from "./shows";

function show(id: string, status: ShowView["status"], scheduled_at_ms: number): ShowView {
  return { id, status, scheduled_at_ms } as ShowView;
}

it("groups shows by what matters now, the next scheduled one first", () => {
  const groups = grouped([
    show("e", "ended", 1),
    show("s2", "scheduled", 30),
    show("s1", "scheduled", 20),
    show("l", "live", 10),
  ]);
  expect(groups.map(({ title, shows }) => [title, shows.map(({ id }) => id)])).toEqual([
    ["Live now", ["l"]],
    ["Scheduled", ["s1", "s2"]],
    ["Ended", ["e"]],
  ]);
});

it("puts a changed show in place of what was known", () => {
  const after = withShow(
    [show("a", "scheduled", 1), show("b", "live", 2)],
    show("a", "cancelled", 1),
  );
  expect(after.map(({ id, status }) => [id, status])).toEqual([
    ["a", "cancelled"],
    ["b", "live"],
  ]);
});

it("proposes a full hour that is at least an hour away", () => {
  const start = proposedStart(Date.UTC(2025, 10, 11, 18, 59));
  expect(new Date(start).toISOString()).toBe("2025-11-11T20:00:00.000Z");
});
