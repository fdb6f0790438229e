/** Key of the answer that stands for what was there before the fix. */
export const BEFORE_KEY = "before";
