declare global {
  interface Window {
    TOUCHSTONE?: { apiBase?: string };
  }
}

/** Absolute address of the API's origin, from public/config.js or else this page's own origin. */
export function apiOrigin(): string {
  const configured = window.TOUCHSTONE?.apiBase?.trim() ?? "";
  return configured === "" ? window.location.origin : configured.replace(/\/+$/, "");
}
