import type { Command } from "@/scripts/children/child";
import type { Environment } from "@/scripts/shared/project";

const next = "node_modules/next/dist/bin/next";
const serverOnly = new URL("./server-only.mjs", import.meta.url).href;
const asServer = ["--import", serverOnly, "--import", "tsx"];
// V8 lets a heap grow to a multiple of what is alive before it collects; so web stays at three quarters of the memory. More
// room for what is young made the list a little quicker, and everybody wait longer while an import is at work.
const heap = ["--heap-growing-percent=40"];
// The C library otherwise keeps a heap for each thread, and gives little of them back.
const fewArenas = { MALLOC_ARENA_MAX: "2" };
const requestHeaders = new URL("./request-headers.mjs", import.meta.url).href;
const releasedRequests = new URL("./released-requests.mjs", import.meta.url).href;

export function webCommand(environment: Environment, port: number, development: boolean): Command {
  // `next dev` hands its flags on by NODE_OPTIONS, which does not take these.
  const args = [
    ...(development ? [] : heap),
    "--import",
    requestHeaders,
    "--import",
    releasedRequests,
    next,
    development ? "dev" : "start",
    "-p",
    String(port),
  ];
  return { name: "web", args, environment: { ...fewArenas, ...environment } };
}

/** @param ownsDatabase whether the database runs on this machine for the product alone */
export function workerCommand(environment: Environment, ownsDatabase = false): Command {
  const args = [...asServer, "lib/jobs/worker.ts", ...(ownsDatabase ? ["--own-database"] : [])];
  return { name: "worker", args, environment };
}

export function firstStartCommand(environment: Environment, ownerUrl: string, withDemo: boolean): Command {
  const args = [...asServer, "scripts/start/fill-database.ts", ...(withDemo ? ["--demo"] : [])];
  return { name: "first start", args, environment: { ...environment, DATABASE_URL: ownerUrl } };
}

export function buildCommand(environment: Environment): Command {
  return { name: "build", args: [next, "build"], environment };
}

export function generateCommand(environment: Environment): Command {
  // The client needs no engine, but the command insists on an executable in its place.
  const engine = { PRISMA_SCHEMA_ENGINE_BINARY: process.execPath };
  const quiet = { PRISMA_HIDE_UPDATE_MESSAGE: "1", CHECKPOINT_DISABLE: "1" };
  return {
    name: "prisma generate",
    args: ["node_modules/prisma/build/index.js", "generate", "--no-hints"],
    environment: { ...environment, ...engine, ...quiet },
  };
}
