export type AgreementBand = "low" | "moderate" | "high";

/** The bands used everywhere: low below 33 %, high from 66 %. */
export function agreementBand(share: number): AgreementBand {
  if (share < 0.33) {
    return "low";
  }
  return share < 0.66 ? "moderate" : "high";
}

export const BAND_NAMES: Readonly<Record<AgreementBand, string>> = {
  low: "low",
  moderate: "moderate",
  high: "high",
};

export const BAND_COLORS: Readonly<Record<AgreementBand, string>> = {
  low: "red",
  moderate: "yellow",
  high: "teal",
};

const REASONS: Readonly<Record<string, string>> = {
  no_pairs: "Fewer than two annotations by different people",
  no_weight: "No control of this project counts towards agreement",
  not_comparable: "The annotations hold nothing to compare",
};

/** Why there is no figure, in words. */
export function undefinedReason(code: string | null): string {
  if (code === null) {
    return "Not measured yet";
  }
  const words = code.replaceAll("_", " ");
  return REASONS[code] ?? words.charAt(0).toUpperCase() + words.slice(1);
}
