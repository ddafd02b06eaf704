import "server-only";
import pino from "pino";
import { env } from "@/lib/env";

/** Structured logs on standard output. What could hold a secret is removed whatever the caller passes. */
export const log = pino({
  level: env().LOG_LEVEL,
  redact: { paths: ["password", "token", "*.password", "*.token", "cookie", "authorization"], remove: true },
});
