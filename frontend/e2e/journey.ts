import { test as base, expect, type Page } from "@playwright/test";

export type DemoRole = "owner" | "admin" | "manager" | "reviewer" | "reviewer2" | "anna";

const PASSWORD = "touchstone";

/** Logs the page's browser in without the login form, which has its own journey. */
export async function enter(page: Page, role: DemoRole): Promise<void> {
  const answer = await page.request.post("/api/session", {
    data: { email: `${role}@example.org`, password: PASSWORD },
    headers: { "Sec-Fetch-Site": "same-origin" },
  });
  expect(answer.ok(), await answer.text()).toBe(true);
}

/** Calls the API as the person logged in on the page. */
export async function call<Answer>(
  page: Page,
  method: "GET" | "POST" | "PATCH" | "DELETE",
  path: string,
  data?: unknown,
): Promise<Answer> {
  const answer = await page.request.fetch(path, {
    method,
    data,
    headers: { "Sec-Fetch-Site": "same-origin" },
  });
  expect(answer.ok(), `${method} ${path}: ${await answer.text()}`).toBe(true);
  return (await answer.json()) as Answer;
}

/** Draws everybody's answers together, or only the one under review. */
export async function showTogether(page: Page, together: boolean): Promise<void> {
  const others = page.getByRole("checkbox", { name: /^Other annotators/ });
  await others.waitFor({ state: "attached" });
  // The box itself is not to be seen; people press the words.
  if ((await others.isChecked()) !== together) await page.getByText(/^Other annotators/).click();
  await expect(others).toBeChecked({ checked: together });
}

const CONFIG = `<View>
  <Text name="text" value="$text"/>
  <Choices name="topic" toName="text"><Choice value="Billing"/><Choice value="Login"/></Choices>
</View>`;

export type Answered = Record<string, "Billing" | "Login">;

/** A task as a file holds it, annotated by the people named. */
export const record = (text: string, answers: Answered = {}) => ({
  data: { text },
  annotations: Object.entries(answers).map(([name, choice]) => ({
    completed_by: { email: `${name}@example.org` },
    result: [
      { from_name: "topic", to_name: "text", type: "choices", value: { choices: [choice] } },
    ],
  })),
});

/** A project of one question with the given tasks. */
export async function makeProject(
  page: Page,
  title: string,
  records: readonly ReturnType<typeof record>[] = [],
): Promise<number> {
  const project = await call<{ id: number }>(page, "POST", "/api/projects/", {
    title,
    label_config: CONFIG,
  });
  if (records.length > 0) {
    await call(page, "POST", `/api/projects/${project.id}/import`, records);
  }
  return project.id;
}

export const test = base.extend<{ noPageErrors: undefined }>({
  // Every journey also fails on an error that the page itself threw.
  noPageErrors: [
    async ({ page }, use) => {
      const errors: Error[] = [];
      page.on("pageerror", (error) => errors.push(error));
      await use(undefined);
      expect(errors).toEqual([]);
    },
    { auto: true },
  ],
});
export { expect };
