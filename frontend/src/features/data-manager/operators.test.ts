import { expect, test } from "vitest";
import { makeColumn } from "@/test/factories";
import { newFilter, shownOperators, valueEditor, withOperator } from "./operators";

const agreement = makeColumn("agreement", "Number", ["less", "in", "in_list", "empty"]);
const updated = makeColumn("updated_at", "Datetime", ["less", "greater", "in"]);
const annotators = makeColumn("annotators", "List", ["contains", "empty"]);

test("each kind of column has its editor", () => {
  expect(valueEditor(agreement, "less")).toBe("number");
  expect(valueEditor(agreement, "in")).toBe("range");
  expect(valueEditor(agreement, "empty")).toBe("boolean");
  expect(valueEditor(updated, "less")).toBe("date");
  expect(valueEditor(annotators, "contains")).toBe("person");
  expect(valueEditor(makeColumn("state", "String", ["equal"], { values: ["A"] }), "equal")).toBe(
    "choice",
  );
});

test("operators without an editor are not offered", () => {
  expect(shownOperators(agreement)).toEqual(["less", "in", "empty"]);
  expect(shownOperators(updated)).toEqual(["less", "greater"]);
  const state = makeColumn("state", "String", ["contains", "equal", "regex", "not_equal"], {
    values: ["CREATED"],
  });
  expect(shownOperators(state)).toEqual(["equal", "not_equal"]);
});

test("another operator keeps the value only when it still fits", () => {
  const filter = { ...newFilter(agreement), value: 0.5 };
  expect(withOperator(filter, agreement, "in").value).toEqual({ min: null, max: null });
  expect(withOperator({ ...filter, operator: "greater" }, agreement, "less").value).toBe(0.5);
});
