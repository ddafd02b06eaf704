import "server-only";
import type { CountryCode } from "libphonenumber-js/max";
import type { OwnField } from "@/lib/account/own-fields";
import { saveOwn } from "@/lib/account/save-own";
import { changesBetween } from "@/lib/audit/changes";
import { command } from "@/lib/command";
import { lockPerson } from "@/lib/credentials/lock-person";
import { type Transaction, withOrganization } from "@/lib/db";
import { awaitRules } from "@/lib/groups/rights";
import type { Actor } from "@/lib/permissions/actor";
import { demand } from "@/lib/permissions/demand";
import { policiesInForce } from "@/lib/policies/in-force";
import { type FieldIssue, fail, forbidden, invalidFields, ok, type Result } from "@/lib/result";
import { userServerSchema } from "@/lib/users/schema-server";
import { mandatoryOf } from "@/lib/users/user-form-read";

/** What one may change of oneself, with what is there now. */
export type OwnDetails = {
  version: number;
  fields: { field: OwnField; value: string; mandatory: boolean }[];
};

/** One's own details as the form begins with them. */
export function ownDetails(actor: Actor): Promise<OwnDetails> {
  demand(actor, "account.read");
  return detailsOf(actor);
}

type Whose = Pick<Actor, "organizationId" | "userId">;

/** The same of anybody, for callers that have asked for the right to see it. */
export async function detailsOf(whose: Whose): Promise<OwnDetails> {
  const { user, open, mandatory } = await withOrganization(whose.organizationId, (tx) => readOwn(tx, whose));
  const fields = open.map((field) => ({
    field,
    value: user[field] ?? "",
    mandatory: mandatory.includes(field),
  }));
  return { version: user.version, fields };
}

/**
 * Changes one's own details, as far as that is left to them. Each field is read as an admin's form reads
 * it. `version` is the one the form began with.
 */
export function changeOwnDetails(
  actor: Actor,
  version: number,
  texts: Partial<Record<OwnField, string>>,
): Promise<Result<{ changed: boolean }>> {
  return command<{ changed: boolean }>(actor, "account.update", async (tx) => {
    const { organizationId, userId } = actor;
    await awaitRules(tx, organizationId);
    await lockPerson(tx, organizationId, userId);
    const { user, open, mandatory, defaultCountry } = await readOwn(tx, actor);
    const given = Object.keys(texts) as OwnField[];
    if (!given.every((field) => open.includes(field))) return forbidden();
    const { shape } = userServerSchema({ mandatory, defaultCountry });
    const issues: FieldIssue[] = [];
    const read = given.flatMap((field): [OwnField, string | null][] => {
      const parsed = shape[field].safeParse(texts[field]);
      if (parsed.success) return [[field, parsed.data]];
      issues.push({ path: field, message: parsed.error.issues.map(({ message }) => message).join(" ") });
      return [];
    });
    if (issues.length > 0) return invalidFields(issues);
    const before = Object.fromEntries(given.map((field) => [field, user[field]]));
    const changes = changesBetween(before, Object.fromEntries(read));
    if (!changes) return ok({ changed: false });
    if (user.version !== version)
      return fail("conflict", "Somebody has changed your details meanwhile. Load the page again.");
    await saveOwn(tx, actor, Object.fromEntries(read), changes);
    return ok({ changed: true });
  });
}

async function readOwn(tx: Transaction, { organizationId, userId }: Whose) {
  const user = await tx.user.findUniqueOrThrow({
    where: { organizationId_id: { organizationId, id: userId } },
  });
  const organization = await tx.organization.findUniqueOrThrow({
    where: { id: organizationId },
    select: { mandatoryFields: true, defaultCountry: true },
  });
  return {
    user,
    open: (await policiesInForce(tx, organizationId, userId)).ownFields,
    mandatory: mandatoryOf(organization),
    defaultCountry: (organization.defaultCountry as CountryCode | null) ?? undefined,
  };
}
