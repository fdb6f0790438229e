import createClient, { type Middleware } from "openapi-fetch";
import { apiOrigin } from "@/lib/runtime-config";
import { ApiError, toApiError } from "./errors";
import type { paths } from "./schema";

const failuresThrow: Middleware = {
  async onResponse({ response }) {
    if (!response.ok) {
      throw await toApiError(response);
    }
  },
  onError({ error }) {
    if (
      error instanceof ApiError ||
      (error instanceof DOMException && error.name === "AbortError")
    ) {
      return undefined;
    }
    return new ApiError(0, "The server cannot be reached. Check the connection, then try again.");
  },
};

/**
 * The typed client of the whole app. A failed call throws {@link ApiError}, so `data` is missing
 * only for answers without a body.
 */
export const api = createClient<paths>({
  baseUrl: apiOrigin(),
  credentials: "include",
  // Looked up at each call: tests and polyfills replace the global after this module is loaded.
  fetch: (request) => globalThis.fetch(request),
});
api.use(failuresThrow);

/** The body of an answer that always has one. */
export function body<T>(result: { data?: T | undefined }): T {
  if (result.data === undefined) {
    throw new ApiError(0, "The server sent an empty answer where content was expected.");
  }
  return result.data;
}
