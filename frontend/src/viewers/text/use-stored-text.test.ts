import { expect, test } from "vitest";
import { decoded } from "./use-stored-text";

test("texts are decoded where the config says how", () => {
  expect(decoded("SGk=", "base64")).toBe("Hi");
  expect(decoded("xbthbmV0YSDwn5iA", "base64unicode")).toBe("\u017Baneta \u{1F600}");
  expect(decoded("SGk=", undefined)).toBe("SGk=");
});

test("what is not encoded is shown as it is", () => {
  expect(decoded("no base64!", "base64")).toBe("no base64!");
  expect(decoded(["a"], "base64")).toEqual(["a"]);
});
