import { MantineProvider } from "@mantine/core";
import { fireEvent, render, screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { useState } from "react";
import { expect, test } from "vitest";
import { AnnotationView } from "../annotation-view";
import { readConfig } from "../config";
import { type AnnotationDocument, openDocument } from "../document";
import type { ConfigNode, Result } from "../types";

const node = (
  tag: string,
  attrs: Record<string, string> = {},
  children: ConfigNode[] = [],
): ConfigNode => ({ tag, attrs, children });

const CONFIG = node("View", {}, [
  node("HyperTextLabels", { name: "label", toName: "page" }, [
    node("Label", { value: "Person" }),
    node("Label", { value: "Place" }),
  ]),
  node("HyperText", { name: "page", value: "$html" }),
]);

const HTML =
  '<p>Ann met <b>Bob</b> in Oslo</p><script>parent.ran = true</script><img src=x onerror="parent.ran = true">';

const BOB = "/p[1]/b[1]/text()[1]";

const region = (id: string, label: string) => ({
  id,
  from_name: "label",
  to_name: "page",
  type: "hypertextlabels",
  origin: "manual",
  value: {
    start: BOB,
    end: BOB,
    startOffset: 0,
    endOffset: 3,
    globalOffsets: { start: 8, end: 11 },
    text: "Bob",
    hypertextlabels: [label],
  },
});

let latest: AnnotationDocument;

function Host({ result }: { result: Result }) {
  const [document, setDocument] = useState(() => openDocument(result));
  latest = document;
  const answer = { key: "a", name: "Ada", kind: "annotation", groundTruth: false } as const;
  return (
    <MantineProvider env="test">
      <AnnotationView
        config={readConfig(CONFIG)}
        data={{ html: HTML }}
        answers={[{ ...answer, colour: "#123456", result }]}
        focus="a"
        document={document}
        onUpdate={setDocument}
      />
    </MantineProvider>
  );
}

async function openPage(result: Result) {
  render(<Host result={result} />);
  const frame = (await screen.findByTitle(/Page page/)) as HTMLIFrameElement;
  await waitFor(() => expect(frame.contentDocument?.body.textContent).toContain("Ann met Bob"));
  // Set together with the listeners in the frame.
  const lanes = () => frame.contentDocument?.documentElement.style.getPropertyValue("--lanes");
  await waitFor(() => expect(lanes()).toBeTruthy());
  return { frame, inside: frame.contentDocument as Document };
}

test("a page is shown in a frame that runs nothing and leads nowhere", async () => {
  const { frame, inside } = await openPage([]);

  expect(frame.getAttribute("sandbox")).toBe("allow-same-origin");
  expect(frame.getAttribute("srcdoc")).toContain("default-src 'none'");
  expect(inside.querySelector("script, [onerror]")).toBeNull();
  expect("ran" in window).toBe(false);
});

test("marking text in the page and pressing a label's key adds a passage", async () => {
  const { frame, inside } = await openPage([]);
  const bob = inside.querySelector("b")?.firstChild as Text;

  inside.getSelection()?.setBaseAndExtent(bob, 0, bob, 3);
  fireEvent(inside, new Event("selectionchange"));
  // Keys pressed in the frame reach the page around it.
  fireEvent.keyDown(inside.body, { key: "2", code: "Digit2" });
  await waitFor(() => expect(latest.current).toHaveLength(1));

  expect(latest.current).toEqual([{ ...region("x", "Place"), id: expect.any(String) }]);
  expect(frame.isConnected).toBe(true);
});

test("moving one end changes that end, what counts the whole text, and nothing else", async () => {
  const extra = { ...region("s", "Person"), meta: { note: ["kept"] } };
  await openPage([extra]);

  await userEvent.click(screen.getByRole("option", { name: /Bob/ }));
  await userEvent.keyboard("{Control>}{ArrowLeft}{/Control}");

  expect(latest.current).toEqual([
    {
      ...extra,
      value: { ...extra.value, endOffset: 2, globalOffsets: { start: 8, end: 10 }, text: "Bo" },
    },
  ]);
  await userEvent.keyboard("{Control>}z{/Control}");
  expect(latest.current).toBe(latest.original);
});
