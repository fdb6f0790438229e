import type { Page } from "@playwright/test";
import { call } from "./journey";

const TEXT_CONFIG = `<View>
  <Labels name="label" toName="text"><Label value="Person"/><Label value="Place"/></Labels>
  <Text name="text" value="$text"/>
  <Choices name="tone" toName="text"><Choice value="Good"/><Choice value="Bad"/></Choices>
</View>`;

const IMAGE_CONFIG = `<View>
  <RectangleLabels name="box" toName="image"><Label value="Car"/><Label value="Sign"/></RectangleLabels>
  <Image name="image" value="$image"/>
</View>`;

type Item = Record<string, unknown>;

export type Work = {
  data: Item;
  annotations: { completed_by: { email: string }; result: Item[] }[];
};

export const by = (name: string, result: Item[]) => ({
  completed_by: { email: `${name}@example.org` },
  result,
});

export const tone = (choice: string): Item => ({
  id: "tone",
  from_name: "tone",
  to_name: "text",
  type: "choices",
  value: { choices: [choice] },
});

export const person = (id: string, start: number, end: number, text: string): Item => ({
  id,
  from_name: "label",
  to_name: "text",
  type: "labels",
  value: { start, end, text, labels: ["Person"] },
});

export const box = (id: string, x: number, y: number, label = "Car"): Item => ({
  id,
  from_name: "box",
  to_name: "image",
  type: "rectanglelabels",
  original_width: 400,
  original_height: 200,
  image_rotation: 0,
  value: { x, y, width: 20, height: 30, rotation: 0, rectanglelabels: [label] },
});

type Settings = Record<string, unknown>;

async function fill(page: Page, project: Item, records: readonly Work[]): Promise<number> {
  const { id } = await call<{ id: number }>(page, "POST", "/api/projects/", project);
  await call(page, "POST", `/api/projects/${id}/import`, records);
  for (const email of ["reviewer@example.org", "reviewer2@example.org"]) {
    await call(page, "POST", `/api/projects/${id}/members/`, { email, role: "RE" });
  }
  return id;
}

/** A project of texts with spans and choices; both demo reviewers are members. */
export function makeTextProject(
  page: Page,
  title: string,
  records: readonly Work[],
  review_settings: Settings = {},
): Promise<number> {
  return fill(page, { title, label_config: TEXT_CONFIG, review_settings }, records);
}

export function makeImageProject(
  page: Page,
  title: string,
  records: readonly Work[],
): Promise<number> {
  return fill(page, { title, label_config: IMAGE_CONFIG }, records);
}

/** Tasks "Note 1", "Note 2" …, each with one annotation by Anna. */
export const notes = (count: number): Work[] =>
  Array.from({ length: count }, (_value, at) => ({
    data: { text: `Note ${at + 1} 😀 by Bob from Oslo.` },
    annotations: [by("anna", [tone("Good")])],
  }));

export type Stored = {
  annotations: {
    id: number;
    version: number;
    result: { type: string; value: Record<string, unknown> }[];
    ground_truth: boolean;
    review_state: string;
  }[];
};

/** All tasks of a project with their annotations, in order. */
export async function stored(page: Page, projectId: number): Promise<Stored[]> {
  const path = `/api/tasks/?project=${projectId}&fields=all&page_size=1000`;
  const { tasks } = await call<{ tasks: (Stored & { id: number })[] }>(page, "GET", path);
  return tasks.sort((a, b) => a.id - b.id);
}

export type StoredReview = { annotation: number; verdict: string; comment: string };

/** The verdicts given in a project, oldest first. */
export function reviewsOf(page: Page, projectId: number): Promise<StoredReview[]> {
  const path = `/api/annotation-reviews/?annotation__task__project=${projectId}`;
  return call<StoredReview[]>(page, "GET", path);
}
