import "server-only";
import { changesBetween, type Fields } from "@/lib/audit/changes";
import { record } from "@/lib/audit/record";
import { command } from "@/lib/command";
import type { Transaction } from "@/lib/db";
import { isId, newId } from "@/lib/ids";
import type { Actor } from "@/lib/permissions/actor";
import { fail, invalidFields, notFound, ok, type Result } from "@/lib/result";
import type { CatalogueInput } from "@/lib/services/input";
import { termOf } from "@/lib/services/term";
import { priceInWords } from "@/lib/services/terms-of";
import { isUniqueViolation } from "@/lib/users/unique-violation";

/** Offers a service to the organizations below. With an id that the caller made it is made once. */
export function createOffer(
  actor: Actor,
  input: CatalogueInput,
  id = newId(),
): Promise<Result<{ id: string }>> {
  return offering(actor, async (tx) => {
    const { id: organizationId } = actor.organization;
    if (await lockOffer(tx, organizationId, id)) return ok({ id });
    await tx.catalogueService.create({ data: { organizationId, id, ...input }, select: { id: true } });
    const subject = { type: "catalogueService" as const, id, name: input.name };
    const after = recorded(input);
    await record(tx, organizationId, actor, "catalogueService.created", subject, { after });
    return ok({ id });
  });
}

/** Changes an offer. Whoever has taken it keeps what they took it at. `version` is the one that was edited. */
export function updateOffer(
  actor: Actor,
  id: string,
  version: number,
  input: CatalogueInput,
): Promise<Result<null>> {
  return offering(actor, async (tx) => {
    const { id: organizationId } = actor.organization;
    const before = await lockOffer(tx, organizationId, id);
    if (!before) return notFound("service");
    const changes = changesBetween(recorded({ ...before, term: termOf(before.term) }), recorded(input));
    if (!changes) return ok(null);
    if (before.version !== version)
      return fail("conflict", "Somebody else has changed this service meanwhile. Load the page again.");
    await tx.catalogueService.update({
      where: { organizationId_id: { organizationId, id } },
      data: { ...input, version: { increment: 1 } },
      select: { id: true },
    });
    const subject = { type: "catalogueService" as const, id, name: input.name };
    await record(tx, organizationId, actor, "catalogueService.updated", subject, changes);
    return ok(null);
  });
}

/** Offers a service no more, or again. Whoever has taken it keeps it. */
export function retireOffer(actor: Actor, id: string, isRetired: boolean): Promise<Result<null>> {
  return offering(actor, async (tx) => {
    const { id: organizationId } = actor.organization;
    const before = await lockOffer(tx, organizationId, id);
    if (!before) return notFound("service");
    if ((before.retiredAt !== null) === isRetired) return ok(null);
    await tx.catalogueService.update({
      where: { organizationId_id: { organizationId, id } },
      data: { retiredAt: isRetired ? new Date() : null, version: { increment: 1 } },
      select: { id: true },
    });
    const action = isRetired ? "catalogueService.retired" : "catalogueService.reopened";
    const subject = { type: "catalogueService" as const, id, name: before.name };
    await record(tx, organizationId, actor, action, subject);
    return ok(null);
  });
}

async function lockOffer(tx: Transaction, organizationId: string, id: string) {
  if (!isId(id)) return null;
  await tx.$queryRaw`
    SELECT id FROM catalogue_services WHERE organization_id = ${organizationId}::uuid AND id = ${id}::uuid FOR UPDATE`;
  return tx.catalogueService.findUnique({ where: { organizationId_id: { organizationId, id } } });
}

const recorded = ({ name, description, ...price }: CatalogueInput): Fields => ({
  name,
  description,
  price: priceInWords(price),
});

/** A catalogue is for organizations that manage others. */
async function offering<T>(actor: Actor, run: (tx: Transaction) => Promise<Result<T>>): Promise<Result<T>> {
  if (!actor.organization.managing) return notFound("catalogue");
  try {
    return await command(actor, "services.update", run);
  } catch (error) {
    if (!isUniqueViolation(error)) throw error;
    return invalidFields([{ path: "name", message: "There is a service of this name already." }]);
  }
}
