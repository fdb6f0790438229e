/** Texts side by side scroll together: by the share of their height, as their heights may differ. */
import { type RefObject, useEffect } from "react";
import { useLinkedState } from "../linked";

type Props = { readonly of: RefObject<HTMLElement | null>; readonly name: string };

/** A component of its own, so that scrolling draws nothing else anew. */
export function LinkedScroll({ of, name }: Props) {
  const [share, setShare] = useLinkedState<number | null>(name, null);

  useEffect(() => {
    const scroller = of.current;
    if (scroller === null) return;
    const onScroll = () => setShare(shareOf(scroller));
    scroller.addEventListener("scroll", onScroll, { passive: true });
    return () => scroller.removeEventListener("scroll", onScroll);
  }, [of, setShare]);

  useEffect(() => {
    const scroller = of.current;
    if (scroller === null || share === null || Math.abs(shareOf(scroller) - share) < 1e-4) return;
    const top = share * (scroller.scrollHeight - scroller.clientHeight);
    // Within a pixel it is where it should be: moving it again would send the views after each other.
    if (Math.abs(scroller.scrollTop - top) > 1) scroller.scrollTop = top;
  }, [of, share]);

  return null;
}

function shareOf({ scrollTop, scrollHeight, clientHeight }: HTMLElement): number {
  const room = scrollHeight - clientHeight;
  return room <= 0 ? 0 : scrollTop / room;
}
