/** The error body of every failed call: Label Studio's field names plus our stable `code`. */
export type Problem = {
  status_code?: number;
  detail?: unknown;
  code?: string;
  context?: Record<string, unknown> | null;
  validation_errors?: Record<string, unknown> | null;
};

/** A call that the server answered with a failure, or that it did not answer (status 0). */
export class ApiError extends Error {
  override readonly name = "ApiError";

  constructor(
    readonly status: number,
    message: string,
    readonly code: string | null = null,
    readonly validationErrors: Readonly<Record<string, readonly string[]>> = {},
    /** What the error is about, such as the line and column in a labeling config. */
    readonly context: Readonly<Record<string, unknown>> = {},
  ) {
    super(message);
  }

  /** First message for one form field, or null. */
  fieldError(field: string): string | null {
    return this.validationErrors[field]?.[0] ?? null;
  }
}

const FALLBACK_MESSAGES: Readonly<Record<number, string>> = {
  400: "The server could not accept this request.",
  401: "You are not logged in.",
  403: "Your role does not allow this.",
  404: "This does not exist, or you have no access to it.",
  412: "This was changed by somebody else in the meantime.",
  413: "This is larger than the server accepts.",
  415: "The server does not accept this kind of file.",
  423: "Another reviewer has this item open.",
  429: "Too many requests. Wait a moment, then try again.",
};

function fallbackMessage(status: number): string {
  return (
    FALLBACK_MESSAGES[status] ??
    (status >= 500
      ? `The server failed (${status}). Try again; if it stays, tell the operator.`
      : `The request failed (${status}).`)
  );
}

function toMessages(value: unknown): string[] {
  if (Array.isArray(value)) {
    return value.map(String);
  }
  return [String(value)];
}

function readValidationErrors(value: unknown): Record<string, string[]> {
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    return {};
  }
  return Object.fromEntries(
    Object.entries(value).map(([field, messages]) => [field, toMessages(messages)]),
  );
}

/** Builds the error from a failed response; a body that is not JSON loses nothing but its text. */
export async function toApiError(response: Response): Promise<ApiError> {
  let body: unknown = null;
  try {
    body = await response.clone().json();
  } catch {
    return new ApiError(response.status, fallbackMessage(response.status));
  }
  const problem = (typeof body === "object" && body !== null ? body : {}) as Problem;
  const detail =
    typeof problem.detail === "string" && problem.detail.trim() !== ""
      ? problem.detail
      : fallbackMessage(response.status);
  return new ApiError(
    response.status,
    detail,
    typeof problem.code === "string" ? problem.code : null,
    readValidationErrors(problem.validation_errors),
    problem.context ?? {},
  );
}

export function isStatus(error: unknown, status: number): boolean {
  return error instanceof ApiError && error.status === status;
}

/** Text to show for any thrown value. */
export function errorMessage(error: unknown): string {
  if (error instanceof Error && error.message !== "") {
    return error.message;
  }
  return "Something went wrong.";
}
