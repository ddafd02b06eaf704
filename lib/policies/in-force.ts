import "server-only";
import type { Transaction } from "@/lib/db";
import { Prisma } from "@/lib/generated/prisma/client";
import type { Actor } from "@/lib/permissions/actor";
import type { PolicyKey, PolicyValues } from "@/lib/policies/catalogue";
import { ownPolicies, POLICY_COLUMNS, policiesHeld, policiesOfOrganization } from "@/lib/policies/held";

/** What an organization says for everybody. */
export async function organizationPolicies(tx: Transaction, id: string): Promise<PolicyValues> {
  const row = await tx.organization.findUniqueOrThrow({ where: { id }, select: POLICY_COLUMNS });
  return policiesOfOrganization(row);
}

/** What holds for an actor where they are at work: what is otherwise for them holds at home. */
export const policiesForActor = (tx: Transaction, { organizationId, userId, organization }: Actor) =>
  policiesInForce(tx, organization.id, organizationId === organization.id ? userId : undefined);

/** What holds in an organization, or for one of its people. */
export async function policiesInForce(
  tx: Transaction,
  organizationId: string,
  userId?: string,
): Promise<PolicyValues> {
  const organization = await organizationPolicies(tx, organizationId);
  const user =
    userId === undefined
      ? null
      : await tx.user.findUnique({
          where: { organizationId_id: { organizationId, id: userId } },
          select: { policies: true },
        });
  return policiesHeld(organization, ownPolicies(user?.policies));
}

/** A person's own number as SQL, null where they have none: statements over many people judge each by theirs. */
export const ownNumberSql = (people: string, key: PolicyKey): Prisma.Sql =>
  Prisma.sql`(${Prisma.raw(people)}.policies->${key}::text->>'value')::integer`;
