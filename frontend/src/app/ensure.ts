import {
  type EnsureQueryDataOptions,
  isCancelledError,
  type QueryClient,
  type QueryKey,
} from "@tanstack/react-query";

/**
 * Data that a route needs. A component that goes away while it waits for the same data cancels the
 * request for both; the route asks once more.
 */
export async function ensure<Data, Failure, Selected, Key extends QueryKey>(
  client: QueryClient,
  options: EnsureQueryDataOptions<Data, Failure, Selected, Key>,
): Promise<Selected> {
  try {
    return await client.ensureQueryData(options);
  } catch (error) {
    if (!isCancelledError(error)) throw error;
    return client.ensureQueryData(options);
  }
}
