import "server-only";
import { changesBetween } from "@/lib/audit/changes";
import { record } from "@/lib/audit/record";
import { command } from "@/lib/command";
import type { OrganizationInput } from "@/lib/organizations/input";
import type { Actor } from "@/lib/permissions/actor";
import { notFound, ok, type Result } from "@/lib/result";

/** Changes what an organization is called, asks for and assumes. Saving what is there already changes nothing. */
export function updateOrganization(actor: Actor, input: OrganizationInput): Promise<Result<{ id: string }>> {
  return command(actor, "settings.update", async (tx) => {
    const { id } = actor.organization;
    await tx.$queryRaw`SELECT id FROM organizations WHERE id = ${id}::uuid FOR UPDATE`;
    const organization = await tx.organization.findUnique({
      where: { id },
      select: {
        name: true,
        defaultCountry: true,
        mandatoryFields: true,
        timeZone: true,
        dateStyle: true,
      },
    });
    if (!organization) return notFound("organization");
    const changes = changesBetween(asFields(organization), asFields(input));
    if (!changes) return ok({ id });
    await tx.organization.update({ where: { id }, data: input, select: { id: true } });
    const subject = { type: "organization" as const, id, name: input.name };
    await record(tx, id, actor, "organization.updated", subject, changes);
    return ok({ id });
  });
}

const asFields = ({ name, mandatoryFields, ...others }: OrganizationInputLike) => ({
  organizationName: name,
  ...others,
  mandatoryFields: mandatoryFields.join(", "),
});

type OrganizationInputLike = Omit<OrganizationInput, "mandatoryFields" | "dateStyle"> & {
  mandatoryFields: string[];
  dateStyle: string;
};
