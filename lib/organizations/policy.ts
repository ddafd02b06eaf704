import "server-only";
import { changesBetween, type Fields } from "@/lib/audit/changes";
import { record } from "@/lib/audit/record";
import { command } from "@/lib/command";
import { withOrganization } from "@/lib/db";
import type { Actor } from "@/lib/permissions/actor";
import { demand } from "@/lib/permissions/demand";
import { keepingInsider, refusalOfShutOut } from "@/lib/policies/shut-out";
import { notFound, ok, type Result } from "@/lib/result";

const COLUMNS = {
  sessionIdleMinutes: true,
  sessionHours: true,
  allowedNetworks: true,
  signInAlerts: true,
  lockAttempts: true,
  lockMinutes: true,
  ownFields: true,
} as const;

/** What an organization asks of sessions, networks and wrong passwords, and what it lets people change of themselves. */
export type OrganizationPolicy = {
  sessionIdleMinutes: number;
  sessionHours: number;
  /** In canonical CIDR; none means any network. */
  allowedNetworks: string[];
  signInAlerts: boolean;
  lockAttempts: number;
  lockMinutes: number;
  ownFields: string[];
};

/** The policy as the page shows it. @throws Error unless the actor may see settings. */
export function policyOf(actor: Actor): Promise<OrganizationPolicy> {
  demand(actor, "settings.read");
  const { id } = actor.organization;
  return withOrganization(id, (tx) => tx.organization.findUniqueOrThrow({ where: { id }, select: COLUMNS }));
}

/** Changes parts of the policy, with an event of what differs. Saving what is there already changes nothing. */
export function savePolicy(actor: Actor, given: Partial<OrganizationPolicy>): Promise<Result<null>> {
  return command(actor, "settings.update", async (tx) => {
    const { id } = actor.organization;
    const shutOut = given.allowedNetworks ? await refusalOfShutOut(tx, actor, "allowedNetworks") : null;
    if (shutOut) return shutOut;
    await tx.$queryRaw`SELECT id FROM organizations WHERE id = ${id}::uuid FOR UPDATE`;
    const organization = await tx.organization.findUnique({
      where: { id },
      select: { name: true, ...COLUMNS },
    });
    if (!organization) return notFound("organization");
    const { name, ...before } = organization;
    const changes = changesBetween(asFields(before), asFields({ ...before, ...given }));
    if (!changes) return ok(null);
    const write = async () => {
      await tx.organization.update({ where: { id }, data: given, select: { id: true } });
      await record(tx, id, actor, "organization.updated", { type: "organization", id, name }, changes);
      return ok(null);
    };
    const field = "allowedNetworks";
    return given.allowedNetworks ? keepingInsider(tx, actor, { key: field, field }, write) : write();
  });
}

const asFields = ({ allowedNetworks, ownFields, ...others }: OrganizationPolicy): Fields => ({
  ...others,
  allowedNetworks: allowedNetworks.join(", "),
  ownFields: ownFields.join(", "),
});
