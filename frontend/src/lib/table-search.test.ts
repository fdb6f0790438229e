import { expect, test } from "vitest";
import { readTableSearch } from "./table-search";

test("a full address is read as it was written", () => {
  const search = {
    ordering: "-agreement",
    filters: [
      { column: "ground_truth", operator: "equal", value: true },
      { column: "agreement", operator: "in", value: { min: 0, max: 0.33 } },
      { column: "data.text", operator: "contains", value: "two words, a comma" },
    ],
    match: "or",
    task: 12,
  };
  expect(readTableSearch(search)).toEqual(search);
});

test("what is not understood is left out", () => {
  expect(
    readTableSearch({
      ordering: 7,
      filters: [null, "x", { column: "id" }, { column: "id", operator: "equal", value: [] }],
      match: "xor",
      task: "12",
    }),
  ).toEqual({ ordering: undefined, filters: undefined, match: undefined, task: undefined });
});
