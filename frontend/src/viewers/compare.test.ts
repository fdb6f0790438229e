import { describe, expect, test } from "vitest";
import {
  type Comparable,
  type Contestant,
  compareRegions,
  compareVersions,
  regionRef,
} from "./compare";
import { boxIou } from "./geometry";
import type { BoxGeometry } from "./types";

const span = (key: string, start: number, end: number, label = "PER"): Comparable => ({
  key,
  labels: [label],
  geometry: { kind: "span", start, end },
});

const rectangle = (x: number, y: number, width: number, height: number, rotation = 0) =>
  ({ kind: "box", x, y, width, height, rotation }) satisfies BoxGeometry;

const box = (key: string, geometry: BoxGeometry, label = "Car"): Comparable => ({
  key,
  labels: [label],
  geometry,
});

const people = (...lists: Comparable[][]): Contestant[] =>
  lists.map((regions, at) => ({ key: `p${at}`, regions }));

const standingOf = (contestants: Contestant[], annotator: string, region: string) =>
  compareRegions(contestants).get(regionRef(annotator, region));

describe("comparison", () => {
  test("needs two annotators", () => {
    expect(compareRegions(people([span("a", 0, 3)])).size).toBe(0);
  });

  test("tells agreeing, disagreeing and missing regions apart", () => {
    const contestants = people(
      [span("same", 0, 10), span("other-label", 20, 30), span("alone", 40, 50)],
      [span("same", 1, 10), span("other-label", 20, 30, "ORG")],
    );

    expect(standingOf(contestants, "p0", "same")).toMatchObject({
      standing: "agreeing",
      counterparts: [regionRef("p1", "same")],
    });
    expect(standingOf(contestants, "p0", "other-label")?.standing).toBe("disagreeing");
    expect(standingOf(contestants, "p0", "alone")?.standing).toBe("missing");
  });

  test("a small overlap of the same label is a disagreement", () => {
    const contestants = people([span("a", 0, 10)], [span("a", 9, 30)]);

    expect(standingOf(contestants, "p0", "a")?.standing).toBe("disagreeing");
  });

  test("one region cannot answer for two", () => {
    const contestants = people([span("a", 0, 10), span("b", 0, 9)], [span("a", 0, 10)]);

    expect(standingOf(contestants, "p0", "a")?.standing).toBe("agreeing");
    expect(standingOf(contestants, "p0", "b")?.standing).toBe("missing");
  });

  test("the same label wins over a better overlap of another", () => {
    const contestants = people(
      [span("a", 0, 10, "ORG")],
      [span("a", 0, 10, "PER"), span("b", 0, 8, "ORG")],
    );

    expect(standingOf(contestants, "p0", "a")).toMatchObject({
      standing: "agreeing",
      counterparts: [regionRef("p1", "b")],
    });
  });

  test("says in what two regions differ", () => {
    const contestants = people(
      [span("label", 0, 10), span("place", 20, 30), span("both", 40, 50)],
      [span("label", 0, 10, "ORG"), span("place", 28, 40), span("both", 49, 60, "ORG")],
    );
    const differences = ["label", "place", "both"].map(
      (key) => standingOf(contestants, "p0", key)?.links[0]?.difference,
    );

    expect(differences).toEqual(["label", "place", "label and place"]);
  });

  test("gives up the best pair where two others together are better", () => {
    const contestants = people(
      [span("a", 0, 10), span("b", 2, 10)],
      [span("x", 1, 10), span("y", 0, 8)],
    );

    // The best single pair is a with x or b with x; all four agree only as a-y and b-x.
    expect(standingOf(contestants, "p0", "a")?.counterparts).toEqual([regionRef("p1", "y")]);
    expect(standingOf(contestants, "p0", "b")?.counterparts).toEqual([regionRef("p1", "x")]);
  });

  test("passages that end in different nodes overlap and are not the same", () => {
    const passage = (key: string, end: string, globalEnd: number): Comparable => ({
      key,
      labels: ["PER"],
      geometry: {
        kind: "passage",
        start: "/p[1]",
        end,
        startOffset: 0,
        endOffset: 1,
        globalStart: 0,
        globalEnd,
      },
    });
    const contestants = people([passage("a", "/p[1]", 20)], [passage("a", "/p[2]", 21)]);

    expect(standingOf(contestants, "p0", "a")?.links[0]?.difference).toBe("place");
  });

  test("with three annotators all must agree", () => {
    const contestants = people([span("a", 0, 10)], [span("a", 0, 10)], []);

    expect(standingOf(contestants, "p0", "a")).toMatchObject({
      standing: "missing",
      agree: 1,
      disagree: 0,
      missing: 1,
    });
  });

  test("a long region still meets short ones far to its right", () => {
    const contestants = people(
      [span("late", 900, 1000)],
      [span("long", 0, 1000), span("between", 10, 20)],
    );

    expect(standingOf(contestants, "p0", "late")?.standing).toBe("disagreeing");
  });

  test("a disagreement is found among what no agreement has taken", () => {
    const contestants = people(
      [span("a", 0, 10, "PER"), span("b", 0, 10, "ORG")],
      [span("a", 0, 10, "PER"), span("b", 0, 9, "LOC")],
    );

    expect(standingOf(contestants, "p0", "b")).toMatchObject({
      standing: "disagreeing",
      counterparts: [regionRef("p1", "b")],
    });
  });

  test("1,000 boxes of three annotators take no time to notice", () => {
    const boxes = (shift: number) =>
      Array.from({ length: 1_000 }, (_value, at) =>
        box(`b${at}`, rectangle((at % 40) * 2.4 + shift, Math.floor(at / 40) * 3.8, 2, 3)),
      );
    const started = performance.now();

    const standings = compareRegions(people(boxes(0), boxes(0.1), boxes(1.9)));

    expect(standings.size).toBe(3_000);
    // Comparing every pair would take many times longer, also on a busy machine.
    expect(performance.now() - started).toBeLessThan(2_000);
  });
});

describe("overlap of boxes", () => {
  const square = { width: 100, height: 100 };

  test("of upright boxes", () => {
    expect(boxIou(rectangle(0, 0, 10, 10), rectangle(5, 0, 10, 10), square)).toBeCloseTo(1 / 3);
    expect(boxIou(rectangle(0, 0, 10, 10), rectangle(10, 0, 10, 10), square)).toBe(0);
  });

  test("of turned boxes", () => {
    // The second is the first turned by a right angle about its own top right corner.
    expect(boxIou(rectangle(20, 20, 10, 4), rectangle(30, 20, 4, 10, 90), square)).toBeCloseTo(1);
    // A square and itself turned by 45 degrees about the common centre share a regular octagon.
    const half = 10 * Math.SQRT1_2;
    const turned = rectangle(50, 50 - half * 1, 10, 10, 45);
    const octagon = 100 * 2 * (Math.SQRT2 - 1);
    expect(boxIou(rectangle(45, 45, 10, 10), turned, square)).toBeCloseTo(
      octagon / (200 - octagon),
    );
  });

  test("is measured in pixels, where a turned box is not bent", () => {
    const wide = { width: 200, height: 100 };
    // 10 % of the width are 20 px, 20 % of the height are 20 px.
    expect(boxIou(rectangle(20, 20, 10, 20), rectangle(30, 20, 10, 20, 90), wide)).toBeCloseTo(1);
  });
});

describe("two versions", () => {
  const version = (key: string, regions: Comparable[]): Contestant => ({ key, regions });

  test("of one annotation are compared by key, and any change counts", () => {
    const before = version("before", [
      span("moved", 0, 100),
      span("named", 5, 9),
      span("gone", 0, 3),
    ]);
    const after = version("after", [
      span("moved", 0, 101),
      span("named", 5, 9, "ORG"),
      span("new", 0, 3),
    ]);
    const comparisons = compareVersions(before, after);
    const of = (annotator: string, key: string) => comparisons.get(regionRef(annotator, key));

    expect(of("after", "moved")?.links).toEqual([
      { ref: regionRef("before", "moved"), difference: "place" },
    ]);
    expect(of("after", "named")?.links[0]?.difference).toBe("label");
    expect(of("after", "new")?.standing).toBe("missing");
    expect(of("before", "gone")?.standing).toBe("missing");
  });

  test("that are the same agree", () => {
    const both = [span("a", 0, 3)];
    const comparisons = compareVersions(version("before", both), version("after", both));
    expect(comparisons.get(regionRef("after", "a"))?.standing).toBe("agreeing");
  });
});
