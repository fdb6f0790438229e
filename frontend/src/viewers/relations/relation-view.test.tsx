import { MantineProvider } from "@mantine/core";
import { render, screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { useState } from "react";
import { expect, test } from "vitest";
import { AnnotationView } from "../annotation-view";
import { readConfig } from "../config";
import { type AnnotationDocument, openDocument } from "../document";
import type { ConfigNode, Result } from "../types";
import { arrowBetween } from "./arrow-paths";

const node = (
  tag: string,
  attrs: Record<string, string> = {},
  children: ConfigNode[] = [],
): ConfigNode => ({ tag, attrs, children });

const CONFIG = readConfig(
  node("View", {}, [
    node("Relations", {}, [node("Relation", { value: "owns" })]),
    node("Labels", { name: "label", toName: "text" }, [node("Label", { value: "Person" })]),
    node("Text", { name: "text", value: "$text" }),
  ]),
);

const TEXT = "Bob met Ann.";

const span = (id: string, start: number, end: number): Result[0] => ({
  id,
  from_name: "label",
  to_name: "text",
  type: "labels",
  value: { start, end, text: TEXT.slice(start, end), labels: ["Person"] },
});

const REGIONS: Result = [span("bob", 0, 3), span("ann", 8, 11)];
const ARROW = { from_id: "bob", to_id: "ann", type: "relation", direction: "right" };

let latest: AnnotationDocument;

function Host({ result }: { result: Result }) {
  const [document, setDocument] = useState(() => openDocument(result));
  latest = document;
  const answer = {
    key: "a",
    name: "Ada",
    kind: "annotation" as const,
    groundTruth: false,
    colour: "#123456",
    result,
  };
  return (
    <MantineProvider env="test">
      <AnnotationView
        config={CONFIG}
        data={{ text: TEXT }}
        answers={[answer]}
        focus="a"
        document={document}
        onUpdate={setDocument}
      />
    </MantineProvider>
  );
}

const relations = () => within(screen.getByRole("region", { name: "Relations" }));

test("two regions are related by a key and the next one selected", async () => {
  render(<Host result={REGIONS} />);

  await userEvent.click(screen.getByRole("option", { name: /Bob/ }));
  await userEvent.keyboard("{Shift>}r{/Shift}");
  expect(relations().getByRole("status")).toHaveTextContent("Select the region that Person “Bob”");
  await userEvent.click(screen.getByRole("option", { name: /Ann/ }));

  expect(latest.current).toEqual([...REGIONS, ARROW]);
  expect(relations().getByRole("listitem")).toHaveTextContent("Person “Bob”→Person “Ann”");
});

test("a relation is turned and deleted, and nothing else changes", async () => {
  render(<Host result={[...REGIONS, ARROW]} />);

  await userEvent.click(relations().getByRole("button", { name: /^Direction/ }));
  expect(latest.current).toEqual([...REGIONS, { ...ARROW, direction: "left" }]);
  expect(latest.current[0]).toBe(REGIONS[0]);

  await userEvent.click(relations().getByRole("button", { name: /^Delete the relation/ }));
  expect(latest.current).toEqual(REGIONS);
});

test("relations are not shown as stored values too", () => {
  render(<Host result={[...REGIONS, ARROW]} />);
  expect(screen.queryByText(/"from_id"/)).not.toBeInTheDocument();
});

test("an arrow goes over words, and from edge to edge of larger things", () => {
  const words = (left: number) => ({ left, right: left + 40, top: 100, bottom: 120 });
  const over = arrowBetween(words(0), words(200), "right");
  expect(over.heads).toHaveLength(1);
  expect(over.middle.y).toBeLessThan(100);

  const large = (left: number) => ({ left, right: left + 100, top: 0, bottom: 100 });
  const straight = arrowBetween(large(0), large(300), "bi");
  expect(straight.path).toBe("M100.0 50.0L300.0 50.0");
  expect(straight.heads).toHaveLength(2);
});
