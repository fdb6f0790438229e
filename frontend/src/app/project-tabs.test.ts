import { expect, test } from "vitest";
import { projectTabs } from "./project-tabs";

const labels = (...permissions: string[]) => projectTabs({ permissions }).map(({ label }) => label);

test("the tabs follow the permissions", () => {
  expect(labels("data_manager.view", "review.create", "dashboard.view", "members.view")).toEqual([
    "Data",
    "Review",
    "Dashboard",
    "Members",
    "Settings",
  ]);
  expect(labels("transfer.export")).toEqual(["Import/Export", "Settings"]);
  expect(labels()).toEqual(["Settings"]);
});
