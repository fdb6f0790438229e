import { MantineProvider } from "@mantine/core";
import { fireEvent, render, screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { useState } from "react";
import { describe, expect, test, vi } from "vitest";
import { AnnotationView } from "./annotation-view";
import { readConfig } from "./config";
import { type AnnotationDocument, isChanged, openDocument } from "./document";
import type { Answer, ConfigNode, Result } from "./types";

const node = (
  tag: string,
  attrs: Record<string, string> = {},
  children: ConfigNode[] = [],
): ConfigNode => ({ tag, attrs, children });

const CONFIG = node("View", {}, [
  node("Header", { value: "Mark the <b>names</b>" }),
  node("Labels", { name: "label", toName: "text" }, [
    node("Label", { value: "Person" }),
    node("Label", { value: "Place" }),
  ]),
  node("Text", { name: "text", value: "$text" }),
  node("Choices", { name: "tone", toName: "text" }, [
    node("Choice", { value: "Good" }),
    node("Choice", { value: "Bad" }),
  ]),
  node("Rating", { name: "stars", toName: "text" }),
]);

const TEXT = "Hi, 😀, Bob met Ann in Oslo.";

const span = (id: string, start: number, end: number, label: string) => ({
  id,
  from_name: "label",
  to_name: "text",
  type: "labels",
  value: { start, end, text: Array.from(TEXT).slice(start, end).join(""), labels: [label] },
});

const tone = (choice: string) => ({
  id: "t",
  from_name: "tone",
  to_name: "text",
  type: "choices",
  value: { choices: [choice] },
});

const answer = (key: string, result: Result, name = key): Answer => ({
  key,
  name,
  kind: "annotation",
  groundTruth: false,
  colour: "#123456",
  result,
});

type HostProps = {
  answers: readonly Answer[];
  editable?: boolean;
  config?: ConfigNode;
  data?: Record<string, unknown>;
};

let latest: AnnotationDocument;

function Host({ answers, editable = true, config = CONFIG, data = { text: TEXT } }: HostProps) {
  const [document, setDocument] = useState(() => openDocument(answers[0]?.result ?? []));
  latest = document;
  return (
    <MantineProvider env="test">
      <AnnotationView
        config={readConfig(config, ["a"])}
        data={data}
        answers={answers}
        focus={answers[0]?.key ?? null}
        document={editable ? document : null}
        onUpdate={setDocument}
      />
    </MantineProvider>
  );
}

const segments = () => Array.from(document.querySelectorAll<HTMLElement>("[data-start]"));

const regionList = () => within(screen.getByRole("listbox", { name: "Regions" }));

/** Marks text as a drag of the mouse would. */
function markText(text: string) {
  const segment = segments().find((each) => each.lastChild?.textContent?.includes(text));
  const leaf = segment?.lastChild;
  if (leaf === undefined || leaf === null) throw new Error(`no text ${text}`);
  const from = leaf.textContent?.indexOf(text) ?? 0;
  window.getSelection()?.setBaseAndExtent(leaf, from, leaf, from + text.length);
  fireEvent(document, new Event("selectionchange"));
}

describe("a text", () => {
  test("shows its spans by code points and the markup of users as text", () => {
    render(<Host answers={[answer("a", [span("s", 7, 10, "Person")])]} />);

    expect(screen.getByRole("heading")).toHaveTextContent("Mark the <b>names</b>");
    const marked = segments().find((each) => each.style.backgroundImage !== "");
    expect(marked?.lastChild?.textContent).toBe("Bob");
    expect(screen.getByRole("option", { name: /Person “Bob”/ })).toBeInTheDocument();
  });

  test("marking text and pressing a label's key adds a span in code points", async () => {
    render(<Host answers={[answer("a", [])]} />);

    markText("Bob");
    await userEvent.keyboard("1");

    expect(latest.current).toEqual([
      {
        id: expect.any(String),
        from_name: "label",
        to_name: "text",
        type: "labels",
        origin: "manual",
        value: { start: 7, end: 10, text: "Bob", labels: ["Person"] },
      },
    ]);
  });

  test("with a label at hand, marking is enough", async () => {
    render(<Host answers={[answer("a", [])]} />);

    await userEvent.click(screen.getByRole("button", { name: /Place/ }));
    markText("Oslo");
    fireEvent.pointerUp(screen.getByRole("textbox"));
    await screen.findByRole("option", { name: /Place “Oslo”/ });

    expect(latest.current).toHaveLength(1);
  });

  test("a selected span is relabelled, deleted and brought back by keys", async () => {
    const original = [span("s", 7, 10, "Person"), span("o", 22, 26, "Place")];
    render(<Host answers={[answer("a", original)]} />);

    await userEvent.click(screen.getByRole("option", { name: /Bob/ }));
    await userEvent.keyboard("2");
    expect(latest.current[0]?.value?.["labels"]).toEqual(["Place"]);

    await userEvent.keyboard("{Delete}");
    expect(latest.current).toEqual([original[1]]);

    await userEvent.keyboard("{Control>}zz{/Control}");
    expect(isChanged(latest)).toBe(false);
    expect(latest.current).toBe(original);
  });

  test("the borders of a span move by keys, its text with them", async () => {
    render(<Host answers={[answer("a", [span("s", 7, 10, "Person")])]} />);

    await userEvent.click(screen.getByRole("option", { name: /Bob/ }));
    await userEvent.keyboard("{Control>}{ArrowRight}{ArrowRight}{/Control}");

    expect(latest.current[0]?.value).toMatchObject({ start: 7, end: 12, text: "Bob m" });
  });

  test("nothing can be changed without a document", async () => {
    render(<Host editable={false} answers={[answer("a", [span("s", 7, 10, "Person")])]} />);

    await userEvent.click(screen.getByRole("option", { name: /Bob/ }));
    await userEvent.keyboard("2{Delete}");

    expect(screen.queryByRole("button", { name: /Delete/ })).not.toBeInTheDocument();
    expect(screen.queryByRole("button", { name: /Place/ })).not.toBeInTheDocument();
    expect(latest.current).toHaveLength(1);
  });

  test("a locked region cannot be changed", async () => {
    const locked = { ...span("s", 7, 10, "Person"), readonly: true };
    render(<Host answers={[answer("a", [locked])]} />);

    await userEvent.click(screen.getByRole("option", { name: /Bob/ }));
    await userEvent.keyboard("{Delete}");

    expect(latest.current).toEqual([locked]);
    expect(screen.getByRole("status")).toHaveTextContent("It is locked");
  });
});

describe("several answers", () => {
  test("say in words where they agree and where they differ", () => {
    render(
      <Host
        answers={[
          answer("a", [span("s", 7, 10, "Person"), span("o", 22, 26, "Place")], "Ada"),
          answer("b", [span("x", 7, 10, "Person"), span("y", 22, 26, "Person")], "Bea"),
        ]}
      />,
    );

    expect(screen.getByRole("option", { name: /Person “Bob” · Ada agree/ })).toBeInTheDocument();
    expect(screen.getByRole("option", { name: /Place “Oslo” · Ada differ/ })).toBeInTheDocument();
    expect(screen.getByRole("option", { name: /Person “Oslo” · Bea differ/ })).toBeInTheDocument();
  });

  test("can be cut down to the differences", async () => {
    const both = [span("s", 7, 10, "Person")];
    render(
      <Host answers={[answer("a", both), answer("b", [...both, span("z", 15, 18, "Person")])]} />,
    );

    await userEvent.click(screen.getByRole("radio", { name: "Differences" }));

    expect(regionList().getAllByRole("option")).toHaveLength(1);
    expect(regionList().getByRole("option")).toHaveTextContent("Ann");
  });

  test("regions of others are looked at, not changed", async () => {
    render(<Host answers={[answer("a", []), answer("b", [span("s", 7, 10, "Person")])]} />);

    await userEvent.click(regionList().getByRole("option", { name: /Bob/ }));
    await userEvent.keyboard("{Delete}");

    expect(regionList().getByRole("option", { name: /Bob/ })).toBeInTheDocument();
    expect(isChanged(latest)).toBe(false);
  });
});

describe("choices", () => {
  test("are ticked, and ticking the old answer again leaves no change", async () => {
    render(<Host answers={[answer("a", [tone("Good")])]} />);
    expect(screen.getByRole("radio", { name: "Good" })).toBeChecked();

    await userEvent.click(screen.getByRole("radio", { name: "Bad" }));
    expect(isChanged(latest)).toBe(true);
    await userEvent.click(screen.getByRole("radio", { name: "Good" }));

    expect(isChanged(latest)).toBe(false);
  });

  test("have keys after those of the labels, which also take an answer back", async () => {
    render(<Host answers={[answer("a", [tone("Good")])]} />);

    await userEvent.keyboard("4");
    expect(screen.getByRole("radio", { name: "Bad" })).toBeChecked();
    await userEvent.keyboard("4");

    expect(latest.current).toEqual([]);
  });

  test("name who chose what", () => {
    render(
      <Host answers={[answer("a", [tone("Good")], "Ada"), answer("b", [tone("Bad")], "Bea")]} />,
    );

    const group = screen.getByRole("group", { name: "tone" });
    const rowOf = (name: string) =>
      within(group).getByRole("radio", { name }).closest("[data-split]") as HTMLElement;
    expect(rowOf("Good")).toHaveTextContent("Ada");
    expect(rowOf("Bad")).toHaveTextContent("Bea");
  });

  test("that the config no longer has are still shown as ticked", () => {
    render(<Host answers={[answer("a", [tone("Gone")])]} />);

    expect(screen.getByRole("radio", { name: "Gone (not in the config)" })).toBeChecked();
  });
});

describe("what has no viewer", () => {
  test("and what breaks a viewer leaves the stored values on screen", () => {
    vi.spyOn(console, "error").mockImplementation(() => {});
    const broken = answer("b", null as unknown as Result);
    render(<Host answers={[answer("a", [tone("Good")]), broken]} />);

    expect(screen.getByRole("alert")).toHaveTextContent("a verdict is still possible");
    expect(screen.getByRole("region", { name: "Task" })).toHaveTextContent("Bob met Ann");
  });

  test("is shown as it is stored", () => {
    const rating = { from_name: "stars", to_name: "text", type: "rating", value: { rating: 4 } };
    const stray = { from_name: "old", type: "labels", value: { labels: ["X"], start: 1, end: 2 } };
    const taxonomy = { from_name: "x", type: "taxonomy", value: { taxonomy: [["A", "B"]] } };
    render(<Host answers={[answer("a", [rating, stray, taxonomy])]} />);

    expect(screen.getByRole("group", { name: "stars" })).toHaveTextContent("4 of 5");
    expect(screen.getByText(/"labels": \[/)).toBeInTheDocument();
    expect(screen.getByText("A › B")).toBeInTheDocument();
  });

  test("a config of unknown tags only still shows the data and the answers", () => {
    const config = node("View", {}, [
      node("Object3D", { name: "v", value: "$cloud" }),
      node("CubeLabels", { name: "r", toName: "v" }),
    ]);
    const item = { from_name: "r", to_name: "v", type: "cubelabels", value: { corners: [] } };
    render(
      <Host
        config={config}
        data={{ cloud: "<script>alert(1)</script>" }}
        answers={[answer("a", [item])]}
      />,
    );

    expect(screen.getByText("<script>alert(1)</script>")).toBeInTheDocument();
    expect(screen.getByText(/"corners": \[\]/)).toBeInTheDocument();
  });
});
