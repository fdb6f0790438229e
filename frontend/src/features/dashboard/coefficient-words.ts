/** What each coefficient says, in a line for people who have not met it. */
const WORDS: Readonly<Record<string, string>> = {
  percent: "How often two answers are the same, luck included.",
  cohen: "Two annotators at a time: beyond what the habits of each make likely.",
  cohen_linear: "Cohen's for classes in order: a miss by one step counts less than by two.",
  cohen_quadratic: "Cohen's for classes in order: near misses hardly count, far ones much.",
  scott: "Like Cohen's, with one common habit for both annotators.",
  fleiss: "Like Scott's for more than two; only tasks with the same number of answers.",
  alpha_nominal: "Any number of annotators, gaps allowed: same class or not, beyond chance.",
  alpha_ordinal: "Alpha for classes in order: distance in ranks counts.",
  alpha_interval: "Alpha for numbers: the squared difference counts.",
  alpha_ratio: "Alpha for numbers with a true zero: the relative difference counts.",
  alpha_similarity: "Alpha with this dimension's own metric in place of same or not.",
  alpha_unitizing: "For spans: do the marked stretches coincide beyond chance?",
  ac1: "Gwet's: stays steady where almost everything is one class.",
  ac2_linear: "Gwet's for classes in order: a miss by one step counts less than by two.",
  ac2_quadratic: "Gwet's for classes in order: near misses hardly count.",
};

export const coefficientWords = (key: string): string => WORDS[key] ?? "";

/** The raw figure needs no correction to be read. */
export const isCorrected = (key: string): boolean => key !== "percent";
