import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

const REPOSITORY = resolve(import.meta.dirname, "../..");
const PROGRAM = join(REPOSITORY, ".venv/bin/touchstone");
const START_LIMIT_MS = 120_000;
const STOP_LIMIT_MS = 20_000;

export type Server = { url: string; stop: () => Promise<void> };

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, "127.0.0.1");
  await once(probe, "listening");
  const address = probe.address();
  probe.close();
  await once(probe, "close");
  if (address === null || typeof address === "string") {
    throw new Error("no free port");
  }
  return address.port;
}

async function answers(url: string): Promise<boolean> {
  try {
    return (await fetch(`${url}/api/health`)).ok;
  } catch {
    return false;
  }
}

async function waitUntilReady(url: string, server: ChildProcess, output: () => string) {
  const limit = Date.now() + START_LIMIT_MS;
  while (!(await answers(url))) {
    if (server.exitCode !== null) {
      throw new Error(`the server ended with code ${server.exitCode}:\n${output()}`);
    }
    if (Date.now() > limit) {
      throw new Error(`the server did not start in ${START_LIMIT_MS / 1000} s:\n${output()}`);
    }
    await new Promise((next) => setTimeout(next, 200));
  }
}

/** Settings of the person who runs the tests must not reach their database. */
function environment(dataDir: string): NodeJS.ProcessEnv {
  const inherited = Object.entries(process.env).filter(([name]) => !name.startsWith("TOUCHSTONE_"));
  return { ...Object.fromEntries(inherited), TOUCHSTONE_DATA_DIR: dataDir };
}

type Filling = { readonly demo: boolean; readonly gallery?: boolean };

/** Starts a whole Touchstone with a database of its own; `demo` and `gallery` fill it. */
export async function startServer({ demo, gallery = false }: Filling): Promise<Server> {
  const dataDir = await mkdtemp(join(tmpdir(), "touchstone-e2e-"));
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const filling = [...(demo ? ["--demo"] : []), ...(gallery ? ["--gallery"] : [])];
  const options = ["serve", "--port", String(port), ...filling];
  const server = spawn(PROGRAM, options, {
    cwd: REPOSITORY,
    env: environment(dataDir),
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  const collect = (chunk: Buffer) => {
    output = (output + chunk.toString()).slice(-20_000);
  };
  server.stdout.on("data", collect);
  server.stderr.on("data", collect);

  const stop = async () => {
    if (server.exitCode === null) {
      const ended = once(server, "exit");
      server.kill("SIGINT");
      const late = setTimeout(() => server.kill("SIGKILL"), STOP_LIMIT_MS);
      await ended;
      clearTimeout(late);
    }
    await rm(dataDir, { recursive: true, force: true });
  };
  try {
    await waitUntilReady(url, server, () => output);
  } catch (error) {
    await stop();
    throw error;
  }
  return { url, stop };
}
