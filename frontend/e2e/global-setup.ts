import { startServer } from "./server";

/** One demo server for all journeys; each journey that changes something makes its own project. */
export default async function globalSetup(): Promise<() => Promise<void>> {
  const server = await startServer({ demo: true });
  process.env["TOUCHSTONE_E2E_URL"] = server.url;
  return server.stop;
}
