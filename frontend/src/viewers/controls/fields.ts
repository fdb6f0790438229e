/** The field that edits each type of answer. */
import type { ComponentType } from "react";
import type { FieldProps } from "./field";
import { ChoicesAnswer } from "./fields/choices-answer";
import { DateTimeAnswer } from "./fields/date-time-answer";
import { NumberAnswer } from "./fields/number-answer";
import { PairwiseAnswer } from "./fields/pairwise-answer";
import { RankerAnswer } from "./fields/ranker-answer";
import { RatingAnswer } from "./fields/rating-answer";
import { TaxonomyAnswer } from "./fields/taxonomy-answer";
import { TextAnswer } from "./fields/text-answer";

export const FIELDS: Readonly<Record<string, ComponentType<FieldProps>>> = {
  choices: ChoicesAnswer,
  datetime: DateTimeAnswer,
  number: NumberAnswer,
  pairwise: PairwiseAnswer,
  ranker: RankerAnswer,
  rating: RatingAnswer,
  taxonomy: TaxonomyAnswer,
  textarea: TextAnswer,
};
