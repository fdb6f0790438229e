import { expect, test } from "vitest";
import { configFor, readConfig } from "./config";
import { expandConfig } from "./expand-config";
import type { ConfigNode } from "./types";

const node = (
  tag: string,
  attrs: Record<string, string> = {},
  children: ConfigNode[] = [],
): ConfigNode => ({ tag, attrs, children });

const gallery = node("View", {}, [
  node("Repeater", { on: "$images", indexFlag: "{{idx}}" }, [
    node("Image", { name: "image_{{idx}}", value: "$images[{{idx}}].url" }),
    node("Choices", { name: "ok_{{idx}}", toName: "image_{{idx}}" }, [
      node("Choice", { value: "Good" }),
    ]),
  ]),
]);

test("a Repeater gives one object and control for each entry of the list", () => {
  const config = configFor(readConfig(gallery), { images: [{ url: "/a" }, { url: "/b" }] });

  expect([...config.objects.keys()]).toEqual(["image_0", "image_1"]);
  expect(config.objects.get("image_1")?.attrs["value"]).toBe("$images[1].url");
  expect(config.controls.get("ok_1")?.objects).toEqual(["image_1"]);
});

test("a Repeater over nothing shows nothing", () => {
  expect(expandConfig(gallery, { images: "no list" }).children).toEqual([]);
});

test("a Repeater over very many entries stops and says so", () => {
  const { children } = expandConfig(gallery, { images: Array.from({ length: 5_000 }, () => ({})) });

  expect(children).toHaveLength(201);
  expect(children.at(-1)?.attrs["value"]).toBe("4800 more entries of $images are not shown.");
});

test("Repeaters stand in each other", () => {
  const nested = node("View", {}, [
    node("Repeater", { on: "$pages", indexFlag: "{{p}}" }, [
      node("View", {}, [node("Text", { name: "text_{{p}}", value: "$pages[{{p}}]" })]),
    ]),
  ]);

  const config = configFor(readConfig(nested), { pages: ["one", "two"] });

  expect([...config.objects.keys()]).toEqual(["text_0", "text_1"]);
});

test("labels of the task follow those of the config", () => {
  const dynamic = node("View", {}, [
    node("Labels", { name: "label", toName: "text", value: "$labels" }, [
      node("Label", { value: "Always" }),
    ]),
    node("Text", { name: "text", value: "$text" }),
  ]);
  const labels = ["Plain", { value: "Shown", alias: "stored", background: "#123456", on: "x" }, 7];

  const config = configFor(readConfig(dynamic), { text: "", labels });

  expect(config.controls.get("label")?.labels).toMatchObject([
    { value: "Always" },
    { value: "Plain" },
    { value: "stored", title: "Shown", colour: "#123456" },
  ]);
});

test("a config that does not depend on the task stays the same object", () => {
  const config = readConfig(node("View", {}, [node("Text", { name: "text", value: "$text" })]));

  expect(configFor(config, { text: "x" })).toBe(config);
});
