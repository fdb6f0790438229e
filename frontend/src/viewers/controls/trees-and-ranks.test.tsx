import { screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { describe, expect, test } from "vitest";
import type { ConfigNode } from "../types";
import { answer, isUnchanged, item, latest, node, renderControls } from "./test-view";

const text = node("Text", { name: "text", value: "$text" });
const choice = (value: string, children: ConfigNode[] = []) => node("Choice", { value }, children);
const rows = () =>
  within(screen.getByRole("list", { name: "Answers to c" })).getAllByRole("listitem");

describe("a Taxonomy", () => {
  const many = Array.from({ length: 12 }, (_value, at) => choice(`Species ${at}`));
  const tree = [choice("Animal", [choice("Dog"), choice("Cat", many)]), choice("Plant")];
  const config = (attrs: Record<string, string> = {}) =>
    node("View", {}, [text, node("Taxonomy", { name: "c", toName: "text", ...attrs }, tree)]);
  const stored = item("taxonomy", { taxonomy: [["Animal", "Dog"]] });
  const open = () => userEvent.click(screen.getByRole("button", { name: "Choose…" }));
  const box = (name: string) => screen.getByRole("checkbox", { name });

  test("is opened, searched, ticked, and leaves no trace when it is ticked back", async () => {
    renderControls(config(), [answer("Ada", [stored])]);
    expect(screen.getByRole("button", { name: "Take Animal / Dog away" })).toBeVisible();
    await open();

    // What is chosen can be seen at once.
    expect(box("Dog")).toBeChecked();
    await userEvent.click(box("Cat"));
    await userEvent.click(box("Dog"));
    expect(latest().current[0]?.value).toEqual({ taxonomy: [["Animal", "Cat"]] });

    await userEvent.type(screen.getByRole("textbox", { name: "Search c" }), "species 7");
    await userEvent.click(box("Animal / Cat / Species 7"));
    expect(latest().current[0]?.value?.["taxonomy"]).toContainEqual(["Animal", "Cat", "Species 7"]);

    await userEvent.click(box("Animal / Cat / Species 7"));
    await userEvent.clear(screen.getByRole("textbox", { name: "Search c" }));
    await userEvent.click(box("Cat"));
    await userEvent.click(box("Dog"));
    expect(isUnchanged()).toBe(true);
  });

  test("obeys leafsOnly and maxUsages", async () => {
    renderControls(config({ leafsOnly: "true", maxUsages: "1" }), [answer("Ada", [stored])]);
    await open();

    expect(screen.queryByRole("checkbox", { name: "Animal" })).not.toBeInTheDocument();
    expect(box("Plant")).toBeDisabled();
    await userEvent.click(screen.getByRole("button", { name: "Take Animal / Dog away" }));
    expect(box("Plant")).toBeEnabled();
  });

  test("goes by the arrow keys", async () => {
    renderControls(config(), [answer("Ada", [])]);
    await open();
    box("Animal").focus();

    await userEvent.keyboard("{ArrowRight}{ArrowDown}");
    await userEvent.keyboard(" ");

    // The first thing to reach in a row that opens is its button.
    expect(box("Dog")).toBeChecked();
  });

  test("says who chose which path, and takes one over", async () => {
    const both = item("taxonomy", { taxonomy: [["Plant"], ["Animal", "Dog"]] });
    renderControls(config(), [answer("Ada", [stored]), answer("Bea", [both]), answer("Cem", [])]);

    expect(rows().map((row) => row.textContent)).toEqual([
      "Animal / Dog2 of 3AdaBea",
      "Plant1 of 3BeaAdd",
      "No answer1 of 3Cem",
    ]);
    await userEvent.click(screen.getByRole("button", { name: "Add Plant" }));
    expect(latest().current[0]?.value).toEqual({ taxonomy: [["Animal", "Dog"], ["Plant"]] });
  });
});

describe("a Ranker", () => {
  const config = (buckets: ConfigNode[] = []) =>
    node("View", {}, [
      node("List", { name: "text", value: "$items", title: "Pages" }),
      node("Ranker", { name: "c", toName: "text" }, buckets),
    ]);
  const items = ["x", "y", "z"].map((id) => ({ id, title: `Page ${id}`, body: "<b>body</b>" }));
  const data = { items };
  const press = (name: string) => userEvent.click(screen.getByRole("button", { name }));

  test("is reordered by buttons, which keep the focus", async () => {
    const stored = item("ranker", { ranker: { c: ["x", "y", "z"] } });
    renderControls(config(), [answer("Ada", [stored])], { data });

    await press("Move Page x down");
    expect(latest().current[0]?.value).toEqual({ ranker: { c: ["y", "x", "z"] } });
    expect(screen.getByRole("button", { name: "Move Page x down" })).toHaveFocus();
    expect(screen.getAllByText("<b>body</b>")).toHaveLength(3);
    await press("Move Page x up");

    expect(isUnchanged()).toBe(true);
  });

  test("puts items into buckets, the rest beside them", async () => {
    const buckets = [node("Bucket", { name: "best", title: "Best" })];
    renderControls(config(buckets), [answer("Ada", [])], { data });

    await userEvent.selectOptions(
      screen.getByRole("combobox", { name: "Column of Page y" }),
      "Best",
    );

    expect(latest().current[0]?.value).toEqual({ ranker: { _: ["x", "z"], best: ["y"] } });
  });

  test("is answered as it stands, and compared", async () => {
    const theirs = item("ranker", { ranker: { c: ["z", "y", "x"] } });
    renderControls(config(), [answer("Ada", []), answer("Bea", [theirs])], { data });

    await press("Answer with this order");
    expect(latest().current[0]?.value).toEqual({ ranker: { c: ["x", "y", "z"] } });
    await press("Use 1. Page z 2. Page y 3. Page x");
    expect(latest().current[0]?.value).toEqual({ ranker: { c: ["z", "y", "x"] } });
    expect(rows()).toHaveLength(1);
  });
});
