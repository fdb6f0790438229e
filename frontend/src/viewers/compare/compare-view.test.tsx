import { MantineProvider } from "@mantine/core";
import { render, screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { useState } from "react";
import { describe, expect, test } from "vitest";
import { AnnotationView } from "../annotation-view";
import { readConfig } from "../config";
import { type AnnotationDocument, openDocument } from "../document";
import type { Answer, ConfigNode, Result } from "../types";

const node = (
  tag: string,
  attrs: Record<string, string> = {},
  children: ConfigNode[] = [],
): ConfigNode => ({ tag, attrs, children });

const CONFIG = readConfig(
  node("View", {}, [
    node("Labels", { name: "label", toName: "text" }, [
      node("Label", { value: "Person" }),
      node("Label", { value: "Place" }),
    ]),
    node("Text", { name: "text", value: "$text" }),
    node("Choices", { name: "tone", toName: "text" }, [
      node("Choice", { value: "Good" }),
      node("Choice", { value: "Bad" }),
    ]),
  ]),
);

const TEXT = "Bob met Ann in Oslo.";

const span = (id: string, start: number, end: number, label: string): Result[0] => ({
  id,
  from_name: "label",
  to_name: "text",
  type: "labels",
  value: { start, end, text: TEXT.slice(start, end), labels: [label] },
});

const tone = (choice: string): Result[0] => ({
  id: "t",
  from_name: "tone",
  to_name: "text",
  type: "choices",
  value: { choices: [choice] },
});

const ADA: Result = [span("bob", 0, 3, "Person"), span("oslo", 15, 19, "Place"), tone("Good")];
const BEA: Result = [
  span("b", 0, 3, "Person"),
  span("o", 15, 19, "Person"),
  span("ann", 8, 11, "Person"),
  tone("Bad"),
];

const answer = (key: string, name: string, result: Result): Answer => ({
  key,
  name,
  kind: "annotation",
  groundTruth: false,
  colour: "#123456",
  result,
});

let latest: AnnotationDocument;

function Host({ results = [ADA, BEA] }: { results?: readonly Result[] }) {
  const names = ["Ada", "Bea", "Cem"];
  const answers = results.map((result, at) => answer(`k${at}`, names[at] ?? "", result));
  const [document, setDocument] = useState(() => openDocument(answers[0]?.result ?? []));
  latest = document;
  return (
    <MantineProvider env="test">
      <AnnotationView
        config={CONFIG}
        data={{ text: TEXT }}
        answers={answers}
        focus="k0"
        document={document}
        onUpdate={setDocument}
      />
    </MantineProvider>
  );
}

const list = (name: string) => within(screen.getByRole("listbox", { name }));
const rows = (name: string) =>
  list(name)
    .queryAllByRole("option")
    .map((row) => row.textContent);

describe("what they disagree about", () => {
  test("is gone through by F8, selecting there", async () => {
    render(<Host />);
    expect(rows("What they disagree about")).toEqual(["answertone", "missing“Ann”", "label“Oslo”"]);

    await userEvent.keyboard("{F8}{F8}");
    expect(list("Regions").getByRole("option", { selected: true })).toHaveTextContent(
      "“Ann” · Bea",
    );
    await userEvent.keyboard("{F8}");
    expect(list("Regions").getByRole("option", { selected: true })).toHaveTextContent(
      "“Oslo” · Ada",
    );
    await userEvent.keyboard("{Shift>}{F8}{/Shift}");
    expect(screen.getByText("2 of 3")).toBeInTheDocument();
  });

  test("what somebody else has is taken into the fix, and then is agreed on", async () => {
    render(<Host />);

    await userEvent.click(list("What they disagree about").getByRole("option", { name: /Oslo/ }));
    await userEvent.click(screen.getByRole("button", { name: "Take from Bea" }));

    expect(latest.current).toEqual([ADA[0], span("oslo", 15, 19, "Person"), ADA[2]]);
    expect(rows("What they disagree about")).toEqual(["answertone", "missing“Ann”"]);
  });

  test("Shift+T takes the selected region, Shift+A all of its author", async () => {
    render(<Host />);

    await userEvent.click(list("Regions").getByRole("option", { name: /Ann/ }));
    await userEvent.keyboard("{Shift>}t{/Shift}");
    expect(latest.current).toEqual([...ADA, span("ann", 8, 11, "Person")]);

    await userEvent.keyboard("{Shift>}a{/Shift}");
    expect(latest.current.map(({ value }) => value)).toEqual([
      BEA[0]?.value,
      BEA[1]?.value,
      { choices: ["Bad"] },
      BEA[2]?.value,
    ]);
    expect(screen.getByText("Nothing: all answers shown agree.")).toBeInTheDocument();
  });
});

describe("the answers shown", () => {
  test("are switched off and on, and do not count while they are off", async () => {
    render(<Host results={[ADA, BEA, ADA]} />);

    await userEvent.click(screen.getByRole("button", { name: "Bea", pressed: true }));
    expect(screen.getByText("Nothing: all answers shown agree.")).toBeInTheDocument();

    await userEvent.keyboard("{Alt>}2{/Alt}");
    expect(screen.getByRole("button", { name: "Bea", pressed: true })).toBeInTheDocument();
    expect(rows("What they disagree about")).toHaveLength(3);
  });

  test("stand side by side, each with its own regions, compared with all", async () => {
    render(<Host />);

    await userEvent.keyboard("{Shift>}g{/Shift}");
    const cells = ["Ada", "Bea"].map((name) =>
      within(screen.getByRole("region", { name: `Answer of ${name}` })),
    );
    expect(cells[0]?.getByText("Your fix")).toBeInTheDocument();
    expect(cells[0]?.getByRole("radio", { name: "Good" })).toBeChecked();
    expect(cells[1]?.queryByRole("radio")).not.toBeInTheDocument();
    expect(rows("What they disagree about")).toHaveLength(3);

    await userEvent.click(screen.getByRole("button", { name: "Take all from Bea" }));
    expect(latest.current).toHaveLength(4);
  });

  test("show what a fix changed, and bring parts of it back", async () => {
    render(<Host results={[ADA]} />);
    await userEvent.click(list("Regions").getByRole("option", { name: /Bob/ }));
    await userEvent.keyboard("2");
    await userEvent.click(list("Regions").getByRole("option", { name: /Oslo/ }));
    await userEvent.keyboard("{Delete}");

    await userEvent.keyboard("{Shift>}c{/Shift}");
    expect(rows("What you changed")).toEqual(["label“Bob”", "removed“Oslo”"]);

    await userEvent.click(list("What you changed").getByRole("option", { name: /Oslo/ }));
    await userEvent.click(screen.getByRole("button", { name: "Bring back from Before" }));
    expect(latest.current.slice(1)).toEqual(ADA.slice(1));
    await userEvent.click(list("What you changed").getByRole("option", { name: /Bob/ }));
    await userEvent.click(screen.getByRole("button", { name: "Bring back from Before" }));
    expect(latest.current).toBe(ADA);
  });
});

test("several regions are selected in the list and deleted together", async () => {
  render(<Host results={[ADA]} />);
  const user = userEvent.setup();

  await user.click(list("Regions").getByRole("option", { name: /Bob/ }));
  await user.keyboard("{Shift>}");
  await user.click(list("Regions").getByRole("option", { name: /Oslo/ }));
  await user.keyboard("{/Shift}");
  expect(list("Regions").getAllByRole("option", { selected: true })).toHaveLength(2);

  await user.keyboard("{Delete}");
  expect(latest.current).toEqual([ADA[2]]);
});
