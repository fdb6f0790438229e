/** What stretches of one axis share: texts, times, frames. Half-open, in any one unit. */

export type Stretch = { readonly start: number; readonly end: number };

/** Length of the overlap over the length of the union; two empty ones at one place are equal. */
export function stretchIou(left: Stretch, right: Stretch): number {
  const [a, b] = [forwards(left), forwards(right)];
  const overlap = Math.min(a.end, b.end) - Math.max(a.start, b.start);
  const union = Math.max(a.end, b.end) - Math.min(a.start, b.start);
  if (union === 0) return 1;
  return overlap <= 0 ? 0 : overlap / union;
}

/** The same for what several stretches cover together. */
export function stretchesIou(left: readonly Stretch[], right: readonly Stretch[]): number {
  const [a, b] = [joined(left), joined(right)];
  const common = commonLength(a, b);
  const union = lengthOf(a) + lengthOf(b) - common;
  if (union > 0) return common / union;
  const [first, other] = [a[0], b[0]];
  return first !== undefined && other !== undefined && first.start === other.start ? 1 : 0;
}

/** Ascending stretches that do not touch, covering the same. */
export function joined(stretches: readonly Stretch[]): readonly Stretch[] {
  const ordered = stretches.map(forwards).sort((a, b) => a.start - b.start);
  const found: { start: number; end: number }[] = [];
  for (const { start, end } of ordered) {
    const last = found.at(-1);
    if (last !== undefined && start <= last.end) last.end = Math.max(last.end, end);
    else found.push({ start, end });
  }
  return found;
}

/** How much two rows of ascending stretches have in common. */
export function commonLength(left: readonly Stretch[], right: readonly Stretch[]): number {
  let common = 0;
  let at = 0;
  for (const { start, end } of left) {
    while (at < right.length && (right[at]?.end ?? 0) <= start) at += 1;
    for (let next = at; next < right.length; next += 1) {
      const other = right[next];
      if (other === undefined || other.start >= end) break;
      common += Math.min(end, other.end) - Math.max(start, other.start);
    }
  }
  return common;
}

export function lengthOf(stretches: readonly Stretch[]): number {
  return stretches.reduce((sum, { start, end }) => sum + end - start, 0);
}

function forwards({ start, end }: Stretch): Stretch {
  return start <= end ? { start, end } : { start: end, end: start };
}
