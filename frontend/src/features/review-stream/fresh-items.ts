import type { ReviewItem } from "@/api/types";

/** New data for items; one on the path keeps the version that the reviewer is looking at. */
export function withFresh(
  shown: ReadonlyMap<number, ReviewItem>,
  fresh: readonly ReviewItem[],
  open: ReadonlySet<number>,
): ReadonlyMap<number, ReviewItem> {
  const items = new Map(shown);
  for (const item of fresh) {
    const { id } = item.annotation;
    const known = items.get(id);
    const sameVersion = known?.annotation.version === item.annotation.version;
    if (known !== undefined && isSame(known, item)) continue;
    if (known === undefined || !open.has(id)) items.set(id, item);
    else if (sameVersion) items.set(id, { ...item, annotation: known.annotation });
  }
  return items;
}

/** Nothing new in it: the object on screen stays, so that nothing is drawn again. */
function isSame(known: ReviewItem, item: ReviewItem): boolean {
  const facts = ({ annotation, others, predictions, task }: ReviewItem) =>
    JSON.stringify([
      [annotation, ...others].map((each) => [
        each.id,
        each.version,
        each.ground_truth,
        each.review_state,
        each.reviews?.length,
      ]),
      predictions.map(({ id, updated_at }) => [id, updated_at]),
      task.agreement,
    ]);
  return facts(known) === facts(item);
}
