import "server-only";
import { reviveActor } from "@/lib/auth/revive";
import type { SignOnProvider } from "@/lib/generated/prisma/client";
import { fail, type Result } from "@/lib/result";
import type { Assertion } from "@/lib/sso/provider";
import { createUser } from "@/lib/users/commands";

/**
 * Makes an account for somebody whom a provider vouches for, with the address as its username and nothing beyond the role
 * “User”. It is made with the rights of whoever last changed the provider: when they may add nobody, nobody is added.
 */
export async function makeAccount(
  provider: SignOnProvider,
  { address, firstName, lastName }: Assertion,
): Promise<Result<{ id: string }>> {
  const actor = await reviveActor(provider.vouchedBy, provider.organizationId);
  if (!actor || !address)
    return fail("forbidden", "Whoever last changed the provider may add nobody any more. Save it again.");
  const at = address.lastIndexOf("@");
  return createUser(actor, {
    firstName,
    lastName,
    usernameLocal: address.slice(0, at),
    domain: address.slice(at + 1),
    accessEmail: address,
    otherEmail: null,
    mobilePhone: null,
    businessPhone: null,
    company: null,
    customerCode: null,
    udid: null,
    role: "user",
    accessProfile: null,
  });
}
