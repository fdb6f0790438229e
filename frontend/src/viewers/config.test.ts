import { describe, expect, test } from "vitest";
import {
  allowsMany,
  type Config,
  choicesFor,
  controlsOf,
  findLabel,
  lookUp,
  readConfig,
  resolveValue,
} from "./config";
import type { ConfigNode } from "./types";

const node = (
  tag: string,
  attrs: Record<string, string> = {},
  children: ConfigNode[] = [],
): ConfigNode => ({ tag, attrs, children });

const ner = node("View", {}, [
  node("Labels", { name: "label", toName: "text" }, [
    node("Label", { value: "Person", background: "red" }),
    node("Label", { value: "Organisation", alias: "ORG", hotkey: "o" }),
    node("Label", { value: "Accept", hotkey: "a", background: "url(http://x)" }),
    node("Label", { value: "Two", hotkey: "1" }),
  ]),
  node("Text", { name: "text", value: "$text" }),
  node("Choices", { name: "tone", toName: "text", choice: "multiple" }, [
    node("Choice", { value: "Good" }, [node("Choice", { value: "Very good" })]),
  ]),
]);

function control(config: Config, name: string) {
  const found = config.controls.get(name);
  if (found === undefined) throw new Error(`no control ${name}`);
  return found;
}

describe("the config", () => {
  test("gives controls and objects by name", () => {
    const config = readConfig(ner);

    expect([...config.controls.keys()]).toEqual(["label", "tone"]);
    expect(config.objects.get("text")?.tag).toBe("Text");
    expect(controlsOf(config, "text").map(({ type }) => type)).toEqual(["labels", "choices"]);
  });

  test("stores the alias of a label and shows its value", () => {
    expect(control(readConfig(ner), "label").labels[1]).toMatchObject({
      value: "ORG",
      title: "Organisation",
    });
  });

  test("gives every key once and none that the page uses", () => {
    const config = readConfig(ner, ["a"]);

    const keys = control(config, "label").labels.map(({ hotkey }) => hotkey);
    expect(keys).toEqual(["2", "o", "3", "1"]);
    expect(control(config, "tone").choices[0]?.hotkey).toBe("4");
  });

  test("takes colours and nothing that loads", () => {
    const [person, , accept] = control(readConfig(ner), "label").labels;

    expect(person?.colour).toBe("red");
    expect(accept?.colour).toMatch(/^#/);
  });

  test("a label that it no longer has keeps a name and one colour", () => {
    const label = findLabel(control(readConfig(ner), "label"), "Gone");

    expect(label.title).toBe("Gone");
    expect(findLabel(undefined, "Gone").colour).toBe(label.colour);
  });

  test("nests choices, and takes more of them from the task", () => {
    const tone = control(readConfig(ner), "tone");
    expect(allowsMany(tone)).toBe(true);
    expect(choicesFor(tone, {})[0]?.children[0]?.value).toBe("Very good");

    const fromData = { ...tone, attrs: { value: "$options" } };
    const options = ["x", { value: "Y", alias: "y" }, 3];
    expect(choicesFor(fromData, { options }).map(({ value }) => value)).toEqual(["Good", "x", "y"]);
  });
});

describe("values of the task", () => {
  test("come by name, by path and by template", () => {
    const data = { text: "t", "id.num": "169", user: { name: "Ann" }, host: "h", path: "p" };

    expect(resolveValue("$text", data)).toBe("t");
    expect(resolveValue("$id.num", data)).toBe("169");
    expect(resolveValue("$user.name", data)).toBe("Ann");
    expect(resolveValue("https://$host/$path", data)).toBe("https://h/p");
    expect(resolveValue("Written here", data)).toBe("Written here");
  });

  test("are null when missing, and never come from the prototype", () => {
    expect(resolveValue("$nothing", {})).toBeNull();
    expect(resolveValue("https://$host/x", {})).toBeNull();
    expect(lookUp({}, "constructor")).toBeUndefined();
    expect(lookUp({ a: "text" }, "a.length")).toBeUndefined();
  });
});
