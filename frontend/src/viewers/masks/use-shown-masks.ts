import { useEffect, useMemo, useState } from "react";
import type { ShownRegion } from "../shown-regions";
import type { ShownMask } from "./difference";
import { loadMask, readMask } from "./read-masks";

export type ShownMasks = {
  readonly masks: readonly ShownMask[];
  readonly loading: number;
  /** Masks that cannot be read, in words. */
  readonly problems: readonly string[];
};

/** The masks among regions, as far as they are read. */
export function useShownMasks(regions: readonly ShownRegion[]): ShownMasks {
  const [loaded, setLoaded] = useState(0);
  const drawn = useMemo(
    () => regions.filter(({ geometry }) => geometry.kind === "mask"),
    [regions],
  );
  // biome-ignore lint/correctness/useExhaustiveDependencies: what was loaded is read again.
  const shown = useMemo(() => sortOut(drawn), [drawn, loaded]);

  useEffect(() => {
    let gone = false;
    for (const { region } of drawn) {
      if (readMask(region.item).status !== "pending") continue;
      void loadMask(region.item).then(() => {
        if (!gone) setLoaded((count) => count + 1);
      });
    }
    return () => {
      gone = true;
    };
  }, [drawn]);

  return shown;
}

function sortOut(drawn: readonly ShownRegion[]): ShownMasks {
  const masks: ShownMask[] = [];
  const problems: string[] = [];
  let loading = 0;
  for (const shown of drawn) {
    const reading = readMask(shown.region.item);
    if (reading.status === "ready") masks.push({ shown, mask: reading.mask });
    else if (reading.status === "pending") loading += 1;
    else
      problems.push(`${shown.title} by ${shown.answer.name} cannot be drawn. ${reading.problem}`);
  }
  return { masks, loading, problems };
}
