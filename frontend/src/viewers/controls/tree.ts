/** The rows of a tree of options. */
import type { ChoiceOption } from "../config";

export type Branch = {
  /** Unique in the tree. */
  readonly key: string;
  readonly title: string;
  /** What is stored: the values from the top down. */
  readonly path: readonly string[];
  readonly titles: readonly string[];
  readonly depth: number;
  readonly hasChildren: boolean;
  readonly hint: string | null;
};

type Options = readonly ChoiceOption[];

function branchKey(path: readonly string[]): string {
  return path.join("\u0000");
}

/** The keys of all branches that must be open for these paths to be seen. */
export function branchesAbove(paths: readonly unknown[]): ReadonlySet<string> {
  const keys = paths.flatMap((path) =>
    Array.isArray(path)
      ? path.slice(0, -1).map((_step, at) => branchKey(path.slice(0, at + 1)))
      : [],
  );
  return new Set(keys);
}

/** The rows that can be seen while the branches with those keys are open. */
export function openBranches(options: Options, opened: ReadonlySet<string>): readonly Branch[] {
  return [...visit(options, [], [], (key) => opened.has(key))];
}

/** Every row whose title has all the words. */
export function findBranches(options: Options, query: string): readonly Branch[] {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  return [...visit(options, [], [], () => true)].filter(({ title }) =>
    words.every((word) => title.toLowerCase().includes(word)),
  );
}

export function countOptions(options: Options): number {
  return options.reduce((sum, { children }) => sum + 1 + countOptions(children), 0);
}

function* visit(
  options: Options,
  path: readonly string[],
  titles: readonly string[],
  isOpen: (key: string) => boolean,
): Generator<Branch> {
  for (const { value, title, hint, children } of options) {
    const own = [...path, value];
    const branch = {
      key: branchKey(own),
      title,
      path: own,
      titles: [...titles, title],
      depth: path.length,
      hasChildren: children.length > 0,
      hint: hint ?? null,
    };
    yield branch;
    if (isOpen(branch.key)) yield* visit(children, own, branch.titles, isOpen);
  }
}
