/** Offset of a line and column (both from 1) in a text; past the end means the end. */
export function offsetOf(text: string, line: number, column: number): number {
  const lines = text.split("\n");
  const before = lines.slice(0, Math.max(0, line - 1));
  const start = before.reduce((sum, current) => sum + current.length + 1, 0);
  const length = lines[line - 1]?.length ?? 0;
  return Math.min(text.length, start + Math.min(Math.max(0, column - 1), length));
}
