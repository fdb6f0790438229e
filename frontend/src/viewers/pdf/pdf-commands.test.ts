import { expect, test, vi } from "vitest";
import { pdfActions } from "./pdf-commands";

const actions = (given: Partial<Parameters<typeof pdfActions>[0]>) => {
  const change = vi.fn();
  const view = { page: 2, pages: 3, zoom: 1, turn: 3, zooms: true, turns: true, change, ...given };
  return { ...pdfActions(view), change };
};

test("keys go from page to page and stop at the ends", () => {
  const middle = actions({});
  middle.next.run();
  middle.previous.run();
  middle.last.run();
  expect(middle.change.mock.calls).toEqual([[{ page: 3 }], [{ page: 1 }], [{ page: 3 }]]);
  expect(actions({ page: 3 }).next.enabled).toBe(false);
  expect(actions({ page: 1 }).previous.enabled).toBe(false);
});

test("zoom has ends, and the fourth turn is none", () => {
  const view = actions({});
  view.turn.run();
  view.in.run();
  expect(view.change.mock.calls).toEqual([[{ turn: 0 }], [{ zoom: 1.25 }]]);
  expect(actions({ zoom: 8 }).in.enabled).toBe(false);
  expect(actions({ zoom: 0.25 }).out.enabled).toBe(false);
});

test("a document that is not open, or not at hand, has no keys", () => {
  const { change: _change, ...closed } = actions({ page: 1, pages: 0 });
  expect(Object.values(closed).some(({ enabled }) => enabled)).toBe(false);
  const { change: _other, ...away } = actions({ zooms: false, turns: false });
  expect(Object.values(away).some(({ enabled }) => enabled)).toBe(false);
});
