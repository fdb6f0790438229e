import type { Column } from "@/api/types";
import type { FilterValue, TableFilter } from "@/lib/table-search";

const OPERATOR_NAMES: Readonly<Record<string, string>> = {
  equal: "is",
  not_equal: "is not",
  less: "is less than",
  greater: "is greater than",
  less_or_equal: "is at most",
  greater_or_equal: "is at least",
  in: "is between",
  not_in: "is not between",
  contains: "contains",
  not_contains: "does not contain",
  empty: "is empty",
  starts_with: "starts with",
  ends_with: "ends with",
  regex: "matches the expression",
};

const DATE_NAMES: Readonly<Record<string, string>> = {
  less: "is before",
  greater: "is after",
};

const PEOPLE_NAMES: Readonly<Record<string, string>> = {
  contains: "include",
  not_contains: "do not include",
};

/** What the value of a condition is typed into. */
export type ValueEditor = "boolean" | "choice" | "date" | "number" | "person" | "range" | "text";

const PERSON_COLUMNS = new Set(["annotators", "reviewers", "updated_by"]);
const RANGE_OPERATORS = new Set(["in", "not_in"]);
/** The API takes more; these forms have no editor here or say the same in other words. */
const UNSHOWN_OPERATORS = new Set(["in_list", "not_in_list", "exists", "not_exists"]);
/** Where only some operators make sense. */
const SENSIBLE: Readonly<Record<string, readonly string[]>> = {
  Boolean: ["equal"],
  Datetime: ["less", "greater", "empty"],
  List: ["contains", "not_contains", "empty"],
};
const SENSIBLE_FOR_CHOICES = ["equal", "not_equal"];

const hasChoices = ({ values }: Column): boolean => values.length > 0;

export function operatorName(operator: string, column: Column): string {
  const special =
    column.type === "Datetime"
      ? DATE_NAMES[operator]
      : PERSON_COLUMNS.has(column.id)
        ? PEOPLE_NAMES[operator]
        : undefined;
  return special ?? OPERATOR_NAMES[operator] ?? operator.replaceAll("_", " ");
}

export function shownOperators(column: Column): string[] {
  const sensible = hasChoices(column) ? SENSIBLE_FOR_CHOICES : SENSIBLE[column.type];
  return column.operators.filter(
    (operator) =>
      !UNSHOWN_OPERATORS.has(operator) && (sensible === undefined || sensible.includes(operator)),
  );
}

export function valueEditor(column: Column, operator: string): ValueEditor {
  if (operator === "empty" || column.type === "Boolean") {
    return "boolean";
  }
  if (RANGE_OPERATORS.has(operator)) {
    return "range";
  }
  if (hasChoices(column)) {
    return "choice";
  }
  if (PERSON_COLUMNS.has(column.id)) {
    return "person";
  }
  if (column.type === "Number") {
    return "number";
  }
  return column.type === "Datetime" ? "date" : "text";
}

const EMPTY_VALUES: Readonly<Record<ValueEditor, FilterValue>> = {
  boolean: true,
  choice: "",
  date: "",
  number: "",
  person: "",
  range: { min: null, max: null },
  text: "",
};

/** A condition on the column with its first operator and nothing typed yet. */
export function newFilter(column: Column): TableFilter {
  const operators = shownOperators(column);
  const operator = operators.includes("contains") ? "contains" : (operators[0] ?? "equal");
  return { column: column.id, operator, value: EMPTY_VALUES[valueEditor(column, operator)] };
}

/** The same condition with another operator; the value stays when the editor stays. */
export function withOperator(filter: TableFilter, column: Column, operator: string): TableFilter {
  const before = valueEditor(column, filter.operator);
  const after = valueEditor(column, operator);
  return { ...filter, operator, value: before === after ? filter.value : EMPTY_VALUES[after] };
}

export function isFilterable(column: Column): boolean {
  return shownOperators(column).length > 0;
}
