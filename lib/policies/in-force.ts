import "server-only";
import type { Transaction } from "@/lib/db";
import { Prisma } from "@/lib/generated/prisma/client";
import type { PolicyKey, PolicyValues } from "@/lib/policies/catalogue";
import { ownPolicies, POLICY_COLUMNS, policiesHeld, policiesOfOrganization } from "@/lib/policies/held";

/** What holds in an organization, or for one of its people. */
export async function policiesInForce(
  tx: Transaction,
  organizationId: string,
  userId?: string,
): Promise<PolicyValues> {
  const organization = await tx.organization.findUniqueOrThrow({
    where: { id: organizationId },
    select: POLICY_COLUMNS,
  });
  const user =
    userId === undefined
      ? null
      : await tx.user.findUnique({
          where: { organizationId_id: { organizationId, id: userId } },
          select: { policies: true },
        });
  return policiesHeld(policiesOfOrganization(organization), ownPolicies(user?.policies));
}

/** A person's own number as SQL, null where they have none: statements over many people judge each by theirs. */
export const ownNumberSql = (people: string, key: PolicyKey): Prisma.Sql =>
  Prisma.sql`(${Prisma.raw(people)}.policies->${key}::text->>'value')::integer`;
