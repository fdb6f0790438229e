import { screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { describe, expect, test } from "vitest";
import { answer, isUnchanged, latest, node, renderControls } from "./test-view";

const TEXT = "Bob met Ann.";

const perRegion = (tag: string, attrs: Record<string, string> = {}, children = [node("X")]) =>
  node(tag, { name: tag.toLowerCase(), toName: "text", perRegion: "true", ...attrs }, children);

const CONFIG = node("View", {}, [
  node("Labels", { name: "label", toName: "text" }, [node("Label", { value: "Person" })]),
  node("Text", { name: "text", value: "$text" }),
  perRegion("Choices", {}, [
    node("Choice", { value: "sure" }),
    node("Choice", { value: "unsure" }),
  ]),
  perRegion("TextArea"),
  perRegion("Rating"),
  perRegion("Number", { whenTagName: "label", whenLabelValue: "Place" }),
  node("View", { visibleWhen: "region-selected", whenLabelValue: "Person" }, [
    perRegion("DateTime", { only: "date" }),
  ]),
  node("View", { visibleWhen: "region-selected", whenLabelValue: "Place" }, [
    perRegion("Taxonomy", {}, [node("Choice", { value: "City" })]),
  ]),
]);

const span = {
  id: "s",
  from_name: "label",
  to_name: "text",
  type: "labels",
  value: { start: 0, end: 3, text: "Bob", labels: ["Person"] },
};

const about = (type: string, value: Record<string, unknown>, id = "s") => ({
  id,
  from_name: type,
  to_name: "text",
  type,
  value: { start: 0, end: 3, ...value },
});

const data = { text: TEXT };
const field = (name: string) => screen.getByRole("group", { name });

describe("the fields of a region", () => {
  test("are those that fit its object, label and conditions", () => {
    renderControls(CONFIG, [answer("Ada", [span])], { data });

    const names = screen.getAllByRole("group").map((each) => each.getAttribute("aria-label"));
    expect(names).toEqual(["choices", "textarea", "rating", "datetime"]);
  });

  test("write items under the id of the region, right after it", async () => {
    renderControls(CONFIG, [answer("Ada", [span, { type: "other" }])], { data });

    await userEvent.click(screen.getByRole("radio", { name: "unsure" }));
    await userEvent.type(screen.getByRole("textbox", { name: "textarea" }), "hm");
    await userEvent.click(screen.getByRole("radio", { name: "4 of 5" }));

    const place = { start: 0, end: 3, text: "Bob" };
    const names = { id: "s", to_name: "text", origin: "manual" };
    expect(latest().current).toEqual([
      span,
      { ...names, from_name: "choices", type: "choices", value: { ...place, choices: ["unsure"] } },
      { ...names, from_name: "textarea", type: "textarea", value: { ...place, text: ["hm"] } },
      { ...names, from_name: "rating", type: "rating", value: { ...place, rating: 4 } },
      { type: "other" },
    ]);
  });

  test("change what is there, and leave no trace when it is changed back", async () => {
    renderControls(CONFIG, [answer("Ada", [span, about("choices", { choices: ["sure"] })])], {
      data,
    });

    await userEvent.click(screen.getByRole("radio", { name: "unsure" }));
    expect(latest().current[1]?.value).toEqual({ start: 0, end: 3, choices: ["unsure"] });
    await userEvent.click(screen.getByRole("radio", { name: "sure" }));
    expect(isUnchanged()).toBe(true);
  });

  test("say what others answered about the same place, and take it over", async () => {
    const theirs = [{ ...span, id: "t" }, about("rating", { rating: 5 }, "t")];
    renderControls(
      CONFIG,
      [answer("Ada", [span, about("rating", { rating: 2 })]), answer("Bea", theirs)],
      {
        data,
      },
    );

    expect(field("rating")).toHaveTextContent("differ");
    expect(field("rating")).toHaveTextContent("5 of 51 of 2Bea");
    await userEvent.click(within(field("rating")).getByRole("button", { name: "Use 5 of 5" }));
    expect(latest().current[1]?.value).toEqual({ start: 0, end: 3, rating: 5 });
  });

  test("of a region that is locked or has no id are only looked at", () => {
    const locked = { ...span, readonly: true };
    const view = renderControls(CONFIG, [answer("Ada", [locked, about("rating", { rating: 2 })])], {
      data,
    });
    expect(field("rating")).toHaveTextContent("2 of 5");
    expect(screen.queryByRole("radio")).not.toBeInTheDocument();

    view.unmount();
    const { id: _id, ...nameless } = span;
    renderControls(CONFIG, [answer("Ada", [nameless])], { data });
    expect(field("rating")).toHaveTextContent("This region has no id");
  });
});

describe("a control that asks about each picture", () => {
  const config = node("View", {}, [
    node("Image", { name: "image", valueList: "$images" }),
    node("Choices", { name: "light", toName: "image", perItem: "true" }, [
      node("Choice", { value: "day" }),
      node("Choice", { value: "night" }),
    ]),
  ]);
  const light = (index: number, choice: string) => ({
    id: `i${index}`,
    from_name: "light",
    to_name: "image",
    type: "choices",
    item_index: index,
    value: { choices: [choice] },
  });

  test("has a field for each and writes the number of the picture", async () => {
    const result = [light(1, "day")];
    renderControls(config, [answer("Ada", result)], { data: { images: ["/a.png", "/b.png"] } });

    expect(within(field("light, picture 2")).getByRole("radio", { name: "day" })).toBeChecked();
    await userEvent.click(within(field("light, picture 1")).getByRole("radio", { name: "night" }));

    expect(latest().current).toEqual([
      result[0],
      { ...light(0, "night"), id: expect.any(String), origin: "manual" },
    ]);
  });
});
