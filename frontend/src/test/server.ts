import { setupServer } from "msw/node";

/** Answers the calls of component tests; each test says what it expects with `server.use`. */
export const server = setupServer();
