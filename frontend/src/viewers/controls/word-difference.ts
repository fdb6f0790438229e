/** Which words of a text another one lacks. */

export type TextPart = { readonly words: string; readonly differs: boolean };

/** Beyond this many words each the texts are only told apart as a whole. */
const MOST_WORDS = 600;

/** The parts of `text` in order; joined they are `text`. */
export function wordDifference(text: string, other: string): readonly TextPart[] {
  if (text === other) return [{ words: text, differs: false }];
  const [mine, theirs] = [pieces(text), pieces(other)];
  if (mine.length > MOST_WORDS || theirs.length > MOST_WORDS)
    return [{ words: text, differs: true }];
  const parts: { words: string; differs: boolean }[] = [];
  const shared = commonPlaces(mine, theirs);
  mine.forEach((words, at) => {
    const differs = !shared.has(at);
    const last = parts.at(-1);
    if (last?.differs === differs) last.words += words;
    else parts.push({ words, differs });
  });
  return parts;
}

/** Words, spaces and signs, each on its own. */
function pieces(text: string): readonly string[] {
  return text.match(/\s+|[\p{L}\p{N}_'’-]+|[^\s\p{L}\p{N}_'’-]/gu) ?? [];
}

/** Places in `left` of a longest common subsequence. */
function commonPlaces(left: readonly string[], right: readonly string[]): ReadonlySet<number> {
  const width = right.length + 1;
  const lengths = new Uint16Array((left.length + 1) * width);
  const at = (row: number, column: number) => lengths[row * width + column] ?? 0;
  for (let row = left.length - 1; row >= 0; row -= 1) {
    for (let column = right.length - 1; column >= 0; column -= 1) {
      lengths[row * width + column] =
        left[row] === right[column]
          ? at(row + 1, column + 1) + 1
          : Math.max(at(row + 1, column), at(row, column + 1));
    }
  }
  const places = new Set<number>();
  let [row, column] = [0, 0];
  while (row < left.length && column < right.length) {
    if (left[row] === right[column]) {
      places.add(row);
      row += 1;
      column += 1;
    } else if (at(row + 1, column) >= at(row, column + 1)) row += 1;
    else column += 1;
  }
  return places;
}
