/** How figures with their uncertainty are written. */
import type { AgreementReport } from "@/api/agreement";

const isWhole = (low: number | null, high: number | null): boolean => low !== null && high !== null;

/** "69–75%", or null without an interval. */
export function percentInterval(low: number | null, high: number | null): string | null {
  if (low === null || high === null) return null;
  return `${Math.round(low * 100)}–${Math.round(high * 100)}%`;
}

/** Two decimals: "0.74", "−0.05". */
export function formatCoefficient(value: number): string {
  const text = Math.abs(value).toFixed(2);
  return value < 0 && text !== "0.00" ? `−${text}` : text;
}

/** "0.68 to 0.80", or null without an interval. */
export function coefficientInterval(low: number | null, high: number | null): string | null {
  if (low === null || high === null) return null;
  return `${formatCoefficient(low)} to ${formatCoefficient(high)}`;
}

export type Span = { from: number; to: number };

/** Where an interval lies on a line from 0 to 1, in percent; what is outside is cut off. */
export function spanOf(low: number | null, high: number | null): Span | null {
  if (!isWhole(low, high)) return null;
  const cut = (value: number) => Math.min(Math.max(value, 0), 1) * 100;
  return { from: cut(low ?? 0), to: cut(high ?? 0) };
}

/** The names of the dimensions, for a menu of them. */
export const dimensionChoices = (report: AgreementReport | undefined) =>
  (report?.dimensions ?? []).map(({ id, name }) => ({ value: String(id), label: name }));
