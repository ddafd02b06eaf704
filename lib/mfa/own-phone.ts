import "server-only";
import type { CountryCode } from "libphonenumber-js/max";
import { saveOwn } from "@/lib/account/save-own";
import { type Transaction, withOrganization } from "@/lib/db";
import type { Owner } from "@/lib/mfa/keyed-hash";
import type { Own } from "@/lib/mfa/own";
import { unprovenPhones } from "@/lib/mfa/unproven-phones";
import { fail, invalidFields, ok, type Result } from "@/lib/result";
import { userServerSchema } from "@/lib/users/schema-server";

/** A phone that SMS codes are to be set up for; one that is not on file is kept only when a code has proven it. */
export type OwnPhone = { phone: string; isOnFile: boolean };

const NONE = "There is no mobile phone on file for you. Type your number first.";

/** Somebody else writes it as well. */
export const PHONE_MOVED = "Your mobile phone has been changed meanwhile. Load the page again.";

/**
 * The phone that SMS codes are to be set up for: the one on file, and only where there is none the one that its person
 * types, whatever the organization lets people change. Without a text it is the one that they typed before.
 */
export function findOwnPhone(owner: Owner, typed: string | undefined): Promise<Result<OwnPhone>> {
  const { organizationId, userId } = owner;
  return withOrganization(organizationId, async (tx): Promise<Result<OwnPhone>> => {
    const { mobilePhone } = await tx.user.findUniqueOrThrow({
      where: { organizationId_id: { organizationId, id: userId } },
      select: { mobilePhone: true },
    });
    if (mobilePhone && typed !== undefined) return fail("conflict", PHONE_MOVED);
    if (mobilePhone) return ok({ phone: mobilePhone, isOnFile: true });
    if (typed !== undefined) return readTyped(tx, organizationId, typed);
    const phone = (await unprovenPhones(tx, organizationId, [userId])).get(userId);
    return phone ? ok({ phone, isOnFile: false }) : fail("conflict", NONE);
  });
}

/** Reads a number as all forms read it. */
async function readTyped(tx: Transaction, organizationId: string, typed: string): Promise<Result<OwnPhone>> {
  const organization = await tx.organization.findUniqueOrThrow({
    where: { id: organizationId },
    select: { defaultCountry: true },
  });
  const defaultCountry = (organization.defaultCountry as CountryCode | null) ?? undefined;
  const { shape } = userServerSchema({ mandatory: ["mobilePhone"], defaultCountry });
  const parsed = shape.mobilePhone.safeParse(typed);
  if (parsed.success && parsed.data) return ok({ phone: parsed.data, isOnFile: false });
  const message = parsed.error?.issues.map((issue) => issue.message).join(" ") ?? NONE;
  return invalidFields([{ path: "mobilePhone", message }]);
}

/**
 * Keeps the phone that a code has just proven as its person's own, where they have none.
 * @returns why not: another one is on file by now
 */
export async function keepProvenPhone({ tx, actor, owner, user }: Own): Promise<Result<never> | null> {
  const phone = (await unprovenPhones(tx, owner.organizationId, [owner.userId])).get(owner.userId) ?? null;
  if (user.mobilePhone === phone) return null;
  if (user.mobilePhone) return fail("conflict", PHONE_MOVED);
  const after = { mobilePhone: phone };
  await saveOwn(tx, actor, after, { before: { mobilePhone: null }, after });
  return null;
}
