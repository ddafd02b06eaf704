import { createHmac, randomBytes, randomUUID } from "node:crypto";
import { existsSync, linkSync, rmSync } from "node:fs";
import { join } from "node:path";
import type { Settings } from "@/lib/env";
import { codeOf, Failure } from "@/scripts/shared/failure";
import { ensureDataDir, readJson, writeSecretJson } from "@/scripts/shared/files";

/** `actionsEncryptionKey` is 32 bytes in base64, as Next wants it. */
export type Secrets = { nextAuthSecret: string; actionsEncryptionKey: string };

/**
 * The installation's secrets: NEXTAUTH_SECRET or else the one of `secrets.json`, which the first start makes, and what
 * follows from it. Two starts at the same moment end up with the same ones.
 */
export function ensureSecrets(dataDir: string, settings: Settings): Secrets {
  const nextAuthSecret = settings.NEXTAUTH_SECRET ?? storedSecret(dataDir);
  return { nextAuthSecret, actionsEncryptionKey: actionsEncryptionKey(settings, nextAuthSecret) };
}

/** The key of Next's server actions: the build and every web process must have the same. */
export function actionsEncryptionKey(settings: Settings, nextAuthSecret: string): string {
  const given = settings.NEXT_SERVER_ACTIONS_ENCRYPTION_KEY;
  return given ?? derive(nextAuthSecret, "server actions").toString("base64");
}

/** The password of a database role that the product makes for itself: the same on every machine with one secret. */
export function rolePassword(role: string, nextAuthSecret: string): string {
  return derive(nextAuthSecret, `database role ${role}`).toString("hex");
}

function derive(secret: string, purpose: string): Buffer {
  return createHmac("sha256", secret).update(purpose).digest();
}

type Stored = { nextAuthSecret: string };

function storedSecret(dataDir: string): string {
  ensureDataDir(dataDir);
  const path = join(dataDir, "secrets.json");
  createOnce(path);
  const secret = readJson<Partial<Stored>>(path)?.nextAuthSecret;
  if (!secret)
    throw new Failure(
      `The file ${path} is damaged. Restore it from a backup, or remove it: then everybody has to sign in again.`,
    );
  return secret;
}

function createOnce(path: string): void {
  if (existsSync(path)) return;
  const temporary = `${path}.${randomUUID()}`;
  writeSecretJson(temporary, { nextAuthSecret: randomBytes(32).toString("base64url") } satisfies Stored);
  try {
    // Unlike a rename, a link fails when somebody else was first.
    linkSync(temporary, path);
  } catch (error) {
    if (codeOf(error) !== "EEXIST") throw error;
  } finally {
    rmSync(temporary);
  }
}
