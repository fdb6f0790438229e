/** What the address says about the list of what could not be scored. */
export type ProblemSearch = { reason?: string | undefined; page?: number | undefined };

export function readProblemSearch(search: Record<string, unknown>): ProblemSearch {
  const { reason, page } = search;
  return {
    ...(typeof reason === "string" && reason !== "" ? { reason } : {}),
    ...(typeof page === "number" && Number.isInteger(page) && page > 1 ? { page } : {}),
  };
}
