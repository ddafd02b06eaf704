import "server-only";
import { storedName } from "@/lib/auth/stored-actor";
import { withOrganization } from "@/lib/db";
import type { SignOnProvider } from "@/lib/generated/prisma/client";
import { isId } from "@/lib/ids";
import type { Actor } from "@/lib/permissions/actor";
import { demand } from "@/lib/permissions/demand";
import {
  type Kind,
  type NewPeople,
  type State,
  samlMetadata,
  type Trial,
  trialSchema,
} from "@/lib/sso/provider";
import { addressesOf } from "@/lib/sso/read-provider";
import { listKeepers } from "@/lib/sso/required";

/** A provider as its page shows it; of its secret only whether there is one. */
export type ProviderShown = {
  id: string;
  kind: Kind;
  name: string;
  issuer: string;
  clientId: string;
  hasSecret: boolean;
  certificates: number;
  addressClaim: string;
  newPeople: NewPeople;
  ownSecondStep: boolean;
  state: State;
  trial: Trial | null;
  /** Whether the trial worked, and with the provider as it is. */
  isTried: boolean;
  vouchedBy: string | null;
  version: number;
  linked: number;
  addresses: ReturnType<typeof addressesOf>;
};

export type KeeperShown = Awaited<ReturnType<typeof listKeepers>>[number];

/** The organization's providers. @throws Error unless the actor may see connections */
export function listProviders(actor: Actor): Promise<ProviderShown[]> {
  demand(actor, "connections.read");
  const { id: organizationId } = actor.organization;
  return withOrganization(organizationId, async (tx) => {
    const rows = await tx.signOnProvider.findMany({
      where: { organizationId },
      include: { _count: { select: { links: true } } },
      orderBy: { createdAt: "asc" },
    });
    return rows.map(shown);
  });
}

/** One of them, with what the page says beside it. @throws Error unless the actor may see connections */
export async function findProviderShown(actor: Actor, id: string): Promise<ProviderShown | null> {
  demand(actor, "connections.read");
  const { id: organizationId } = actor.organization;
  if (!isId(id)) return null;
  return withOrganization(organizationId, async (tx) => {
    const row = await tx.signOnProvider.findUnique({
      where: { organizationId_id: { organizationId, id } },
      include: { _count: { select: { links: true } } },
    });
    return row && shown(row);
  });
}

/** Who keeps a password, who could, and how many would be without. @throws Error unless the actor may see connections */
export function readKeepers(
  actor: Actor,
): Promise<{ admins: KeeperShown[]; people: number; domains: string[] }> {
  demand(actor, "connections.read");
  const { id: organizationId } = actor.organization;
  return withOrganization(organizationId, async (tx) => ({
    admins: await listKeepers(tx, organizationId),
    people: await tx.user.count({ where: { organizationId, removedAt: null } }),
    domains: (
      await tx.domain.findMany({
        where: { organizationId, provenAt: { not: null } },
        select: { name: true },
        orderBy: { name: "asc" },
      })
    ).map(({ name }) => name),
  }));
}

function shown(row: SignOnProvider & { _count: { links: number } }): ProviderShown {
  const trial = trialSchema.safeParse(row.trial).data ?? null;
  return {
    id: row.id,
    kind: row.kind as Kind,
    name: row.name,
    issuer: row.issuer,
    clientId: row.clientId ?? "",
    hasSecret: row.secret !== null,
    certificates: samlMetadata.safeParse(row.metadata).data?.certificates.length ?? 0,
    addressClaim: row.addressClaim,
    newPeople: row.newPeople as NewPeople,
    ownSecondStep: row.ownSecondStep,
    state: row.state as State,
    trial,
    isTried: trial?.isOk === true && trial.version === row.version,
    vouchedBy: storedName(row.vouchedBy),
    version: row.version,
    linked: row._count.links,
    addresses: addressesOf({ organizationId: row.organizationId, providerId: row.id }),
  };
}
