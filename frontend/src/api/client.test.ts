import { HttpResponse, http } from "msw";
import { expect, test } from "vitest";
import { server } from "@/test/server";
import { api, body } from "./client";
import { ApiError, errorMessage } from "./errors";

const whoami = () => api.GET("/api/current-user/whoami");

async function failure(call: Promise<unknown>): Promise<ApiError> {
  const error = await call.then(
    () => null,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof ApiError)) {
    throw new Error("expected the call to fail with an ApiError");
  }
  return error;
}

test("a failed call throws with status, code, detail and the messages of each field", async () => {
  server.use(
    http.get("*/api/current-user/whoami", () =>
      HttpResponse.json(
        {
          status_code: 400,
          detail: "The config has an error.",
          code: "bad_label_config",
          validation_errors: { label_config: ["Unknown tag."], title: "Too long." },
          context: { line: 3, column: 7 },
        },
        { status: 400 },
      ),
    ),
  );

  const error = await failure(whoami());

  expect(error.status).toBe(400);
  expect(error.code).toBe("bad_label_config");
  expect(error.message).toBe("The config has an error.");
  expect(error.fieldError("label_config")).toBe("Unknown tag.");
  expect(error.fieldError("title")).toBe("Too long.");
  expect(error.context).toEqual({ line: 3, column: 7 });
});

test("an error page that is not JSON keeps its status", async () => {
  server.use(
    http.get("*/api/current-user/whoami", () =>
      HttpResponse.html("<h1>Bad gateway</h1>", { status: 502 }),
    ),
  );

  const error = await failure(whoami());

  expect(error.status).toBe(502);
  expect(errorMessage(error)).toMatch(/server failed \(502\)/);
});

test("no connection is an error with status 0", async () => {
  server.use(http.get("*/api/current-user/whoami", () => HttpResponse.error()));

  const error = await failure(whoami());

  expect(error.status).toBe(0);
  expect(error.message).toMatch(/cannot be reached/);
});

test("body refuses an empty answer", () => {
  expect(body({ data: 1 })).toBe(1);
  expect(() => body({})).toThrow(ApiError);
});
