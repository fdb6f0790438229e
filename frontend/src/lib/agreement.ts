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
  no_dimensions: "Nothing is compared in this project",
  no_weight: "No control of this project counts towards agreement",
  not_comparable: "The annotations hold nothing to compare",
  not_shown: "A question that may not have been shown was left blank, or a path found nothing",
  excluded: "Only classes that are left out were used",
  too_many_regions: "More regions than are compared with each other",
  unreadable: "A result cannot be read",
  no_variation: "Everybody used one and the same category",
  custom_metric_failed: "The project's own function failed",
  metric_failed: "The metric failed on these answers",
};

/** Why there is no figure, in words. */
export function undefinedReason(code: string | null | undefined): string {
  if (code === null || code === undefined) {
    return "Not measured yet";
  }
  // A sentence is said as it is.
  const words = code.includes(" ") ? code : code.replaceAll("_", " ");
  return REASONS[code] ?? words.charAt(0).toUpperCase() + words.slice(1);
}
