import { expect, test } from "vitest";
import { makeColumns } from "@/test/factories";
import { nextOrdering, toServerQuery } from "./server-query";

const columns = makeColumns();

test("conditions and order become the server's grammar", () => {
  const query = toServerQuery(
    {
      ordering: "-agreement",
      match: "or",
      filters: [
        { column: "agreement", operator: "in", value: { min: 0, max: 0.5 } },
        { column: "data.text", operator: "contains", value: "a, b" },
      ],
    },
    columns,
  );
  expect(query).toEqual({
    ordering: ["-tasks:agreement"],
    filters: {
      conjunction: "or",
      items: [
        {
          filter: "filter:tasks:agreement",
          operator: "in",
          type: "Number",
          value: { min: 0, max: 0.5 },
        },
        { filter: "filter:tasks:data.text", operator: "contains", type: "String", value: "a, b" },
      ],
    },
  });
});

test("what is half typed or unknown is not sent", () => {
  const query = toServerQuery(
    {
      ordering: "gone",
      filters: [
        { column: "data.text", operator: "contains", value: "" },
        { column: "agreement", operator: "in", value: { min: 0, max: null } },
        { column: "gone", operator: "equal", value: 1 },
      ],
    },
    columns,
  );
  expect(query).toEqual({});
});

test("false and 0 are values", () => {
  const items = toServerQuery(
    {
      filters: [
        { column: "reviewed", operator: "equal", value: false },
        { column: "id", operator: "equal", value: 0 },
      ],
    },
    columns,
  ).filters?.items;
  expect(items?.map(({ value }) => value)).toEqual([false, 0]);
});

test("a header goes up, down, and back", () => {
  expect(nextOrdering(undefined, "id")).toBe("id");
  expect(nextOrdering("id", "id")).toBe("-id");
  expect(nextOrdering("-id", "id")).toBeUndefined();
  expect(nextOrdering("-agreement", "id")).toBe("id");
});
