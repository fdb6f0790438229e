import { call, enter, expect, test } from "./journey";
import { by, makeTextProject, person, stored, tone } from "./review-project";

test("a task shows everybody's answers, their agreement, and moves the star", async ({ page }) => {
  const bob = person("p", 12, 15, "Bob");
  await enter(page, "manager");
  const project = await makeTextProject(page, "Task view", [
    {
      data: { text: "Note 1 😀 by Bob from Oslo." },
      annotations: [
        by("anna", [tone("Good"), bob]),
        by("ben", [tone("Bad"), bob]),
        by("chen", [tone("Good")]),
      ],
    },
  ]);
  const { tasks } = await call<{ tasks: { id: number }[] }>(
    page,
    "GET",
    `/api/tasks/?project=${project}`,
  );
  await page.goto(`/projects/${project}/data?task=${tasks[0]?.id}`);

  const answers = page.getByRole("table", { name: "Answers of this task" });
  await expect(answers.getByRole("row")).toHaveCount(4);
  await expect(
    page.getByRole("option", { name: /Person “Bob” · Anna.* not by all/ }),
  ).toBeVisible();

  await answers.getByRole("checkbox", { name: /^Draw Chen/ }).uncheck();
  await expect(page.getByRole("option", { name: /Person “Bob” · Anna.* agree/ })).toBeVisible();
  await page.keyboard.press("]");
  await expect(answers.getByRole("radio", { name: /^Put Ben.* in front/ })).toBeChecked();
  await expect(page.getByRole("region", { name: "History" })).toContainText("Annotated by Ben");

  const star = (name: RegExp) => answers.getByRole("button", { name });
  await star(/Ground truth: Anna/).click();
  await expect(star(/Ground truth: Anna/)).toHaveAttribute("aria-pressed", "true");
  await star(/Ground truth: Ben/).click();
  await expect(star(/Ground truth: Anna/)).toHaveAttribute("aria-pressed", "false");
  await expect
    .poll(async () =>
      (await stored(page, project))[0]?.annotations.map(({ ground_truth }) => ground_truth),
    )
    .toEqual([false, true, false]);

  await page.getByRole("button", { name: "Close the task" }).click();
  await expect(answers).toBeHidden();
});
