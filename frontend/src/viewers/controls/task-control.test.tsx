import { fireEvent, screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { describe, expect, test } from "vitest";
import { readConfig } from "../config";
import type { ConfigNode } from "../types";
import { shownAnswers } from "./shown-answers";
import { answer, isUnchanged, item, latest, node, renderControls } from "./test-view";

const text = node("Text", { name: "text", value: "$text" });
const withControl = (
  tag: string,
  attrs: Record<string, string> = {},
  children: ConfigNode[] = [],
) => node("View", {}, [text, node(tag, { name: "c", toName: "text", ...attrs }, children)]);

const group = () => screen.getByRole("group", { name: "c" });
const rows = () =>
  within(screen.getByRole("list", { name: "Answers to c" })).getAllByRole("listitem");

describe("a Rating", () => {
  const config = withControl("Rating", { maxRating: "7" });
  const stars = (rating: number) => item("rating", { rating });

  test("is given, changed in its item, and taken away", async () => {
    renderControls(config, [answer("Ada", [stars(2)])]);
    expect(group()).toHaveTextContent("2 of 7");

    await userEvent.click(screen.getByRole("radio", { name: "6 of 7" }));
    expect(latest().current).toEqual([{ ...stars(2), value: { rating: 6 } }]);
    await userEvent.click(screen.getByRole("button", { name: "Take the rating of c away" }));
    expect(latest().current).toEqual([]);
  });

  test("says who gave how many, and another's is taken over", async () => {
    renderControls(config, [
      answer("Ada", [stars(2)]),
      answer("Bea", [stars(5)]),
      answer("Cem", [stars(5)]),
      answer("Dan", []),
    ]);

    expect(rows().map((row) => row.textContent)).toEqual([
      "5 of 72 of 4BeaCemUse",
      "2 of 71 of 4Ada",
      "No answer1 of 4DanUse",
    ]);
    expect(group()).toHaveTextContent("differ");
    await userEvent.click(screen.getByRole("button", { name: "Use 5 of 7" }));
    expect(latest().current[0]?.value).toEqual({ rating: 5 });
    await userEvent.click(screen.getByRole("button", { name: "Use no answer" }));
    expect(latest().current).toEqual([]);
  });

  test("is only looked at without a document", () => {
    renderControls(config, [answer("Ada", [stars(2)])], { editable: false });

    expect(group()).toHaveTextContent("2 of 7");
    expect(screen.queryByRole("radio")).not.toBeInTheDocument();
  });
});

describe("a Number", () => {
  test("is typed; one step of undo; leaves no trace when it is typed back", async () => {
    const config = withControl("Number", { min: "0", max: "10" });
    renderControls(config, [answer("Ada", [item("number", { number: 4 })])]);
    const field = screen.getByRole("textbox", { name: "c" });

    await userEvent.clear(field);
    expect(latest().current).toEqual([]);
    await userEvent.type(field, "12.5");
    expect(latest().current[0]?.value).toEqual({ number: 12.5 });
    expect(group()).toHaveTextContent("The config allows from 0 to 10.");
    await userEvent.clear(field);
    await userEvent.type(field, "4");

    expect(isUnchanged()).toBe(true);
  });
});

describe("a TextArea", () => {
  const config = withControl("TextArea", { maxSubmissions: "3" });

  test("has a field for each text; one is added, changed and deleted", async () => {
    renderControls(config, [answer("Ada", [item("textarea", { text: ["one", "two"] })])]);

    await userEvent.type(screen.getByRole("textbox", { name: "c, text 2" }), "!");
    await userEvent.click(screen.getByRole("button", { name: "Add a text" }));
    await userEvent.type(screen.getByRole("textbox", { name: "c, text 3" }), "three");
    expect(latest().current[0]?.value).toEqual({ text: ["one", "two!", "three"] });
    expect(screen.queryByRole("button", { name: "Add a text" })).not.toBeInTheDocument();

    await userEvent.click(screen.getByRole("button", { name: "Delete text 1 of c" }));
    await userEvent.clear(screen.getByRole("textbox", { name: "c, text 1" }));
    await userEvent.tab();
    expect(latest().current[0]?.value).toEqual({ text: ["three"] });
  });

  test("is answered for the first time by typing, and keys of the page do not fire", async () => {
    renderControls(config, [answer("Ada", [])]);

    await userEvent.type(screen.getByRole("textbox", { name: "c" }), "a1");

    expect(latest().current).toEqual([
      {
        id: expect.any(String),
        from_name: "c",
        to_name: "text",
        type: "textarea",
        origin: "manual",
        value: { text: ["a1"] },
      },
    ]);
    expect(latest().past).toHaveLength(1);
  });

  test("marks the words in which another's text differs, markup stays text", () => {
    renderControls(config, [
      answer("Ada", [item("textarea", { text: ["a red <b>car</b>"] })]),
      answer("Bea", [item("textarea", { text: "a blue <b>car</b>" })]),
    ]);

    const theirs = rows().find((row) => row.textContent?.includes("Bea"));
    expect(theirs).toHaveTextContent("a blue <b>car</b>");
    expect(theirs?.querySelector("mark")).toHaveTextContent(/^blue$/);
    expect(theirs?.querySelectorAll("mark")).toHaveLength(1);
  });
});

describe("a DateTime", () => {
  const value = (datetime: string) => item("datetime", { datetime });

  test("keeps the format of the config", async () => {
    const config = withControl("DateTime", { only: "date", format: "%d.%m.%Y" });
    renderControls(config, [answer("Ada", [value("24.12.2025")])]);
    const field = screen.getByLabelText("c: date");
    expect(field).toHaveValue("2025-12-24");

    await userEvent.clear(field);
    await userEvent.type(field, "2026-01-02");

    expect(latest().current[0]?.value).toEqual({ datetime: "02.01.2026" });
  });

  test("is a date and a time", () => {
    renderControls(withControl("DateTime"), [answer("Ada", [value("2025-12-24T18:30")])]);
    expect(screen.getByLabelText("c: date")).toHaveValue("2025-12-24");
    fireEvent.change(screen.getByLabelText("c: time"), { target: { value: "19:45" } });
    expect(latest().current[0]?.value).toEqual({ datetime: "2025-12-24T19:45" });
  });

  test("with only a month and a year is stored once both are given", async () => {
    renderControls(withControl("DateTime", { only: "month,year" }), [answer("Ada", [])]);

    await userEvent.selectOptions(screen.getByLabelText("c: month"), "March");
    expect(latest().current).toEqual([]);
    await userEvent.type(screen.getByLabelText("c: year"), "2024");

    expect(latest().current[0]?.value).toEqual({ datetime: "2024-03-01" });
  });

  test("in another form is said and left alone", () => {
    renderControls(withControl("DateTime"), [answer("Ada", [value("next week")])]);

    expect(group()).toHaveTextContent("“next week” is stored");
    expect(isUnchanged()).toBe(true);
  });
});

describe("a Pairwise", () => {
  const config = node("View", {}, [
    node("Text", { name: "one", value: "$text" }),
    node("Text", { name: "two", value: "$text" }),
    node("Pairwise", { name: "c", toName: "one,two" }),
  ]);

  test("is chosen, and taken back by choosing it again", async () => {
    renderControls(config, [answer("Ada", [])]);

    await userEvent.click(screen.getByRole("button", { name: "Right: two" }));
    expect(latest().current[0]).toMatchObject({
      to_name: "one",
      type: "pairwise",
      value: { selected: "right" },
    });
    expect(screen.getByRole("button", { name: "Right: two" })).toHaveAttribute(
      "aria-pressed",
      "true",
    );
    await userEvent.click(screen.getByRole("button", { name: "Right: two" }));
    expect(isUnchanged()).toBe(true);
  });
});

describe("a Choices", () => {
  const choices = ["Good", "Bad"].map((value) => node("Choice", { value }));

  test("as a list that opens", async () => {
    const config = withControl("Choices", { layout: "select" }, choices);
    const given = item("choices", { choices: ["Good"] });
    renderControls(config, [answer("Ada", [given]), answer("Bea", [given])]);

    expect(rows().map((row) => row.textContent)).toEqual(["Good2 of 2AdaBea"]);
    await userEvent.click(screen.getByRole("combobox", { name: "c" }));
    await userEvent.click(await screen.findByRole("option", { name: "Bad", hidden: true }));
    expect(latest().current[0]?.value).toEqual({ choices: ["Bad"] });
  });

  test("with options of the task, as paths", async () => {
    const config = withControl("Choices", {
      value: "$options",
      allowNested: "true",
      choice: "multiple",
    });
    const options = [{ value: "Animal", children: [{ value: "Dog", alias: "dog" }] }, "Plant"];
    renderControls(config, [answer("Ada", [])], { data: { text: "", options } });

    await userEvent.click(screen.getByRole("checkbox", { name: "Dog" }));
    await userEvent.click(screen.getByRole("checkbox", { name: "Plant" }));

    expect(latest().current[0]?.value).toEqual({ choices: [["Animal", "dog"], ["Plant"]] });
  });
});

test("only the first answer of a control, in a form that can be shown, has a viewer", () => {
  const config = readConfig(
    node("View", {}, [
      text,
      node("Rating", { name: "c", toName: "text" }),
      node("Rating", { name: "each", toName: "text", perRegion: "true" }),
    ]),
  );
  const shown = item("rating", { rating: 1 });
  const perRegion = { ...shown, from_name: "each" };

  expect([...shownAnswers(config, [shown, item("rating", { rating: 2 }), perRegion])]).toEqual([
    shown,
  ]);
  expect(shownAnswers(config, [item("rating", { rating: "many" })]).size).toBe(0);
});
