import { useEffect } from "react";

/** Names the browser tab while the page is shown. */
export function useTitle(title: string): void {
  useEffect(() => {
    document.title = title === "" ? "Touchstone" : `${title} · Touchstone`;
  }, [title]);
}
