import "server-only";
import { openSecret } from "@/lib/connections/secrets";
import type { SyncConnection } from "@/lib/generated/prisma/client";
import { graphSource } from "@/lib/sync/graph/source";
import type { EntraSettings, LdapSettings } from "@/lib/sync/kinds";
import { ldapSource } from "@/lib/sync/ldap/source";
import type { Source } from "@/lib/sync/source";

export const secretOf = ({ organizationId, id }: { organizationId: string; id: string }) => ({
  organizationId,
  kind: "directory connection",
  id,
});

/** The directory behind a connection. */
export function openSource(
  connection: Pick<SyncConnection, "organizationId" | "id" | "kind" | "settings" | "secret">,
): Source {
  const secret = openSecret(secretOf(connection), connection.secret);
  return connection.kind === "entra"
    ? graphSource(connection.settings as EntraSettings, secret)
    : ldapSource(connection.settings as LdapSettings, secret);
}
