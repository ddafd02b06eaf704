import { isIP } from "node:net";
import * as z from "zod";
import { readNetwork } from "@/lib/networks/cidr";

const integer = (fallback: number, min: number, max: number) =>
  z.coerce.number().int().min(min).max(max).default(fallback);

const secret = z.string().min(32, "needs at least 32 characters");

const secrets = z
  .string()
  .default("")
  .transform((text) => text.split(",").flatMap((each) => each.trim() || []));

const dnsServers = z
  .string()
  .default("")
  .transform((text) => text.split(",").flatMap((each) => each.trim() || []))
  .refine(
    (servers) => servers.every((server) => isIP(hostOf(server)) > 0),
    "is a list of IP addresses, perhaps with ports",
  );

const networks = z
  .string()
  .default("")
  .transform((text) => text.split(",").flatMap((each) => each.trim() || []))
  .transform((texts, context) =>
    texts.map((text) => {
      const network = readNetwork(text);
      if (!network) context.addIssue({ code: "custom", message: "is a list of IP addresses and networks" });
      return network ?? "";
    }),
  );

const hostOf = (server: string) =>
  server.match(/^\[(.+)\](?::\d+)?$/)?.[1] ?? server.replace(/^([\d.]+):\d+$/, "$1");

// Next looks no sooner than when a server action is called, and then fails on what is no key of AES.
const aesKey = z.string().regex(/^[A-Za-z0-9+/]{43}=$/, "is 32 bytes in base64");

/** Every setting, checked when a process starts. `.env.example` says what each one does. */
export const settingsSchema = z.object({
  NODE_ENV: z.enum(["development", "production", "test"]).default("production"),
  PORT: integer(3000, 1, 65_535),
  ROLLCALL_DATA_DIR: z.string().min(1).default(".rollcall"),
  ROLLCALL_URL: z.url({ protocol: /^https?$/ }).optional(),
  ROLLCALL_DNS_SERVERS: dnsServers,
  ROLLCALL_OUTGOING_NETWORKS: networks,
  ROLLCALL_OUTGOING_HTTP: z.stringbool().default(false),
  ROLLCALL_SSO_LOOPBACK: z.enum(["allowed"]).optional(),
  ROLLCALL_POSTGRES_USER: z.string().min(1).optional(),
  ROLLCALL_TRUSTED_PROXIES: integer(0, 0, 10),
  ROLLCALL_API_REQUESTS_PER_MINUTE: integer(1200, 60, 10_000_000),
  DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/ }).optional(),
  DATABASE_APP_URL: z.url({ protocol: /^postgres(ql)?$/ }).optional(),
  DATABASE_POOL_SIZE: integer(10, 1, 500),
  NEXTAUTH_SECRET: secret.optional(),
  ROLLCALL_AUDIT_SECRET: secret.optional(),
  ROLLCALL_AUDIT_SECRETS_EARLIER: secrets,
  ROLLCALL_CONNECTIONS_SECRET: secret.optional(),
  ROLLCALL_CONNECTIONS_SECRETS_EARLIER: secrets,
  NEXT_SERVER_ACTIONS_ENCRYPTION_KEY: aesKey.optional(),
  WORKER_CONCURRENCY: integer(2, 1, 64),
  RESEND_API_KEY: z.string().min(1).optional(),
  RESEND_BASE_URL: z.url({ protocol: /^https?$/ }).optional(),
  RESEND_WEBHOOK_SECRET: z
    .string()
    .regex(/^whsec_[A-Za-z0-9+/]+=*$/, "begins with whsec_")
    .optional(),
  MAIL_FROM: z.string().min(3).max(320).optional(),
  SMTP_URL: z.url({ protocol: /^smtps?$/ }).optional(),
  TWILIO_ACCOUNT_SID: z.string().min(1).optional(),
  TWILIO_AUTH_TOKEN: z.string().min(1).optional(),
  TWILIO_FROM: z
    .string()
    .regex(/^(\+\d{8,15}|MG\w+)$/, "is a number in E.164 or a messaging service")
    .optional(),
  TWILIO_BASE_URL: z.url({ protocol: /^https?$/ }).optional(),
  LOG_LEVEL: z.enum(["fatal", "error", "warn", "info", "debug", "trace", "silent"]).default("info"),
});

export type Settings = z.infer<typeof settingsSchema>;

/**
 * Reads settings from an environment. An empty value counts as absent.
 * @throws Error that names each variable that is wrong and says what it should be.
 */
export function readSettings(environment: Record<string, string | undefined>): Settings {
  const present = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== ""));
  const result = settingsSchema.safeParse(present);
  if (result.success) return result.data;
  const wrong = result.error.issues.map((issue) => `${issue.path.join(".")}: ${issue.message}`);
  throw new Error(`A setting is wrong.\n  ${wrong.join("\n  ")}\nSee .env.example for what each one means.`);
}

let settings: Settings | undefined;

/** The settings of this process. */
export function env(): Settings {
  settings ??= readSettings(process.env);
  return settings;
}

/** A setting that this process cannot do without. */
export function required<K extends keyof Settings>(name: K): NonNullable<Settings[K]> {
  const value = env()[name];
  if (value === undefined) throw new Error(`${name} is not set. See .env.example for what it means.`);
  return value as NonNullable<Settings[K]>;
}

/** The address people use, without a slash at its end. Links are built from it, never from a Host header. */
export function publicUrl(): string {
  return (env().ROLLCALL_URL ?? `http://localhost:${env().PORT}`).replace(/\/+$/, "");
}

/** Whether people come by TLS: cookies are then marked secure. */
export const isHttps = (): boolean => publicUrl().startsWith("https://");
