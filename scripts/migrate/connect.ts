import { Client } from "pg";
import { codeOf, Failure, reasonOf } from "@/scripts/shared/failure";

/**
 * Opens a connection within ten seconds.
 * @param setting the setting that holds the address, for the message
 * @throws Failure that says which server, which database and why, and never the password
 */
export async function connect(url: string, setting: string): Promise<Client> {
  const client = new Client({
    connectionString: url,
    connectionTimeoutMillis: 10_000,
    application_name: "rollcall",
  });
  // A connection that breaks while idle reports itself here; the next query on it fails and says so.
  client.on("error", () => undefined);
  try {
    await client.connect();
    return client;
  } catch (error) {
    await client.end().catch(() => undefined);
    throw new Failure(
      `The database ${describeUrl(url)} cannot be reached: ${explain(error)}\nIts address is the setting ${setting}.`,
    );
  }
}

/** A connection string without its password: `"name" at host:5432, as the user "name"`. */
export function describeUrl(url: string): string {
  const { hostname, port, pathname, username } = new URL(url);
  const database = decodeURIComponent(pathname.slice(1)) || username;
  return `"${database}" at ${hostname}:${port || 5432}, as the user "${decodeURIComponent(username)}",`;
}

const explanations: Record<string, string> = {
  ECONNREFUSED: "nothing listens there (connection refused).",
  ENOTFOUND: "there is no such host.",
  EAI_AGAIN: "the host's name cannot be looked up.",
  ETIMEDOUT: "it does not answer.",
  EHOSTUNREACH: "there is no route to that host.",
  "28P01": "the user or the password is wrong.",
  "28000": "the server does not let that user in.",
  "3D000": "the server has no such database.",
  "42501": "that user may not connect to it.",
  "53300": "it has no connection left.",
  "57P03": "it is starting up or shutting down; try again in a moment.",
};

function explain(error: unknown): string {
  return explanations[codeOf(error) ?? ""] ?? reasonOf(error);
}
