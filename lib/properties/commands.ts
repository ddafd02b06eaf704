import "server-only";
import { changesBetween, type Fields } from "@/lib/audit/changes";
import { record } from "@/lib/audit/record";
import { command } from "@/lib/command";
import type { Transaction } from "@/lib/db";
import { membersAbove, refusalOfLosses } from "@/lib/groups/rule-losses";
import { isId, newId } from "@/lib/ids";
import { headerKey } from "@/lib/imports/columns/header-key";
import type { Actor } from "@/lib/permissions/actor";
import { changingProperties } from "@/lib/properties/changing";
import { convertValues, type Touched, writeConversion } from "@/lib/properties/convert";
import type { PropertyInput } from "@/lib/properties/input";
import { PROPERTIES_MAX } from "@/lib/properties/limits";
import { peopleNamed } from "@/lib/properties/people";
import { propertyOf } from "@/lib/properties/queries";
import { PROPERTY_TYPE_LABELS, type Property } from "@/lib/properties/types";
import { holdValues } from "@/lib/properties/unique";
import { fail, invalidFields, notFound, ok, type Result } from "@/lib/result";

// The values of a hundred thousand people take a while.
const OPTIONS = { timeoutMs: 120_000 };

/** Makes a property, which nobody has a value of yet. With an id that the caller made it is made once. */
export function createProperty(
  actor: Actor,
  given: PropertyInput,
  id = newId(),
): Promise<Result<{ id: string }>> {
  const change = command(actor, "settings.update", async (tx) => {
    const { id: organizationId } = actor.organization;
    const others = await lockProperties(tx, organizationId);
    if (others.some((other) => other.id === id)) return ok({ id });
    if (others.length >= PROPERTIES_MAX)
      return fail("conflict", `There are ${PROPERTIES_MAX} properties already. Remove one first.`);
    const judged = await judge(tx, organizationId, given, others);
    if (!judged.ok) return judged;
    const input = judged.value;
    const data = { organizationId, id, ...input, position: others.length + 1 };
    await tx.property.create({ data, select: { id: true } });
    const subject = { type: "property" as const, id, name: input.name };
    await record(tx, organizationId, actor, "property.created", subject, { after: recorded(input) });
    return ok({ id });
  });
  return changingProperties(actor.organization.id, change);
}

/** What saving would do to people's values. */
export function planProperty(actor: Actor, id: string, given: PropertyInput): Promise<Result<Touched>> {
  return command(
    actor,
    "settings.update",
    async (tx) => {
      const { id: organizationId } = actor.organization;
      const before = await findProperty(tx, organizationId, id);
      if (!before) return notFound("property");
      const { values, lost } = await convertValues(tx, organizationId, before, given);
      return ok({ values, lost });
    },
    OPTIONS,
  );
}

/**
 * Saves a property. Values that it can no longer hold are lost, so `expected` says how many were announced; any other
 * number writes nothing. `version` is the one that was edited.
 */
export function updateProperty(
  actor: Actor,
  id: string,
  version: number,
  given: PropertyInput,
  expected = 0,
): Promise<Result<Touched>> {
  const change = command(
    actor,
    "settings.update",
    async (tx) => {
      const { id: organizationId } = actor.organization;
      const all = await lockProperties(tx, organizationId);
      const before = all.find((each) => each.id === id);
      if (!before) return notFound("property");
      const judged = await judge(
        tx,
        organizationId,
        given,
        all.filter((each) => each !== before),
      );
      if (!judged.ok) return judged;
      const input = judged.value;
      const changes = changesBetween(recorded(before), recorded(input));
      if (!changes) return ok({ values: 0, lost: 0 });
      if (before.version !== version)
        return fail("conflict", "Somebody else has changed this property meanwhile. Load the page again.");
      const conversion = await convertValues(tx, organizationId, before, input);
      const { values, lost } = conversion;
      if (lost !== expected) return otherNumber(lost);
      const above = await membersAbove(tx, actor, id);
      // Nobody holds a value while it becomes another: two may become the same, and are told apart behind that.
      await tx.property.update({
        where: { organizationId_id: { organizationId, id } },
        data: { isUnique: false },
        select: { id: true },
      });
      await writeConversion(tx, organizationId, id, conversion);
      const losses = await refusalOfLosses(tx, actor, above);
      if (losses) return losses;
      const held = await holdValues(tx, organizationId, { id, isUnique: input.isUnique });
      if (!held.ok) return held;
      await tx.property.update({
        where: { organizationId_id: { organizationId, id } },
        data: { ...input, version: { increment: 1 }, updatedAt: new Date() },
        select: { id: true },
      });
      const subject = { type: "property" as const, id, name: input.name };
      const after = lost > 0 ? { ...changes.after, valuesLost: lost } : changes.after;
      await record(tx, organizationId, actor, "property.updated", subject, { ...changes, after });
      return ok({ values, lost });
    },
    OPTIONS,
  );
  return changingProperties(actor.organization.id, change);
}

/** Removes a property with everybody's values of it, if they are as many as was announced. */
export function removeProperty(
  actor: Actor,
  id: string,
  version: number,
  expected: number,
): Promise<Result<Touched>> {
  const change = command(
    actor,
    "settings.update",
    async (tx) => {
      const { id: organizationId } = actor.organization;
      const before = (await lockProperties(tx, organizationId)).find((each) => each.id === id);
      if (!before) return notFound("property");
      if (before.version !== version)
        return fail("conflict", "Somebody else has changed this property meanwhile. Load the page again.");
      const conversion = await convertValues(tx, organizationId, before, null);
      const { values, lost } = conversion;
      if (lost !== expected) return otherNumber(lost);
      await tx.property.update({
        where: { organizationId_id: { organizationId, id } },
        data: { isUnique: false },
        select: { id: true },
      });
      await writeConversion(tx, organizationId, id, conversion);
      await tx.property.delete({ where: { organizationId_id: { organizationId, id } } });
      const subject = { type: "property" as const, id, name: before.name };
      const told = { ...recorded(before), ...(lost > 0 ? { valuesLost: lost } : {}) };
      await record(tx, organizationId, actor, "property.removed", subject, { before: told });
      return ok({ values, lost });
    },
    OPTIONS,
  );
  return changingProperties(actor.organization.id, change);
}

/** All of them, with nobody else changing them, or values of them, until the transaction ends. */
export async function lockProperties(tx: Transaction, organizationId: string): Promise<Property[]> {
  await tx.$queryRaw`SELECT lock_properties(${organizationId}::uuid)::text`;
  const rows = await tx.property.findMany({
    where: { organizationId },
    orderBy: [{ position: "asc" }, { id: "asc" }],
  });
  return rows.map(propertyOf);
}

async function findProperty(tx: Transaction, organizationId: string, id: string): Promise<Property | null> {
  if (!isId(id)) return null;
  const row = await tx.property.findUnique({ where: { organizationId_id: { organizationId, id } } });
  return row && propertyOf(row);
}

/** What only the database knows: whether a name is free, and whom the organization's own value means. */
async function judge(
  tx: Transaction,
  organizationId: string,
  input: PropertyInput,
  others: readonly Property[],
): Promise<Result<PropertyInput>> {
  const namesake = others.find(({ name }) => headerKey(name) === headerKey(input.name));
  if (namesake)
    return invalidFields([{ path: "name", message: `There is a property “${namesake.name}” already.` }]);
  if (input.type !== "person" || input.value === null) return ok(input);
  const [found, ...namesakes] = (await peopleNamed(tx, organizationId, [input.value]))(input.value);
  if (found && namesakes.length === 0) return ok({ ...input, value: found });
  return invalidFields([{ path: "value", message: "Nobody has this username or access email." }]);
}

const otherNumber = (lost: number) =>
  fail(
    "conflict",
    lost === 0
      ? "Something has changed meanwhile: no value would be lost now. Look again, then confirm."
      : `${lost.toLocaleString("en")} ${lost === 1 ? "value" : "values"} would be lost. Look again, then confirm.`,
  );

const recorded = (property: PropertyInput): Fields => ({
  name: property.name,
  propertyType: PROPERTY_TYPE_LABELS[property.type],
  choices: property.choices.join("; ") || null,
  isUserProperty: property.isUserProperty,
  isRequired: property.isRequired,
  isUnique: property.isUnique,
  defaultValue: property.defaultValue,
  help: property.help || null,
  value: property.value,
});
