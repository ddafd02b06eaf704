import { expect, test } from "vitest";
import { withOrganization } from "@/lib/db";
import type { Actor } from "@/lib/permissions/actor";
import { awayFrom } from "@/lib/policies/away";
import { givePolicy } from "@/lib/policies/bulk-commands";
import type { PolicyKey } from "@/lib/policies/catalogue";
import { setPolicy } from "@/lib/policies/commands";
import { policiesInForce } from "@/lib/policies/in-force";
import { NO_STAMP, setUserPolicy } from "@/lib/policies/user-commands";
import { stampOf } from "@/lib/policies/value";
import { adminQuery } from "@/tests/support/product-database";
import { makeActor, makeOrganization } from "@/tests/support/product-people";

const ROUNDS = 32;
const AT = ["192.0.2.10", "198.51.100.10"];

test(`of two admins who shut each other out at once, one gets in still, ${ROUNDS} times`, async () => {
  const organization = await makeOrganization();
  const [one, two] = await Promise.all(
    AT.map(async (ip): Promise<Actor> => ({ ...(await makeActor(organization, "admin")), ip })),
  );
  if (!one || !two) throw new Error("There are two.");
  const only = (ip: string | null) => ({ key: "allowedNetworks" as PolicyKey, value: [`${ip}/32`] });
  const ways = [
    (actor: Actor, other: Actor) =>
      setUserPolicy(actor, other.userId, { ...only(actor.ip), isInherited: false, stamp: NO_STAMP }),
    (actor: Actor, other: Actor) =>
      givePolicy(actor, { ids: [other.userId] }, { ...only(actor.ip), isInherited: false }),
    (actor: Actor) => setPolicy(actor, { ...only(actor.ip), stamp: stampOf([]) }),
  ];
  const letIn = async ({ organizationId, userId, ip }: Actor) => {
    const held = await withOrganization(organizationId, (tx) => policiesInForce(tx, organizationId, userId));
    return awayFrom(held, ip, new Date()) === null;
  };
  for (let round = 0; round < ROUNDS; round += 1) {
    const [first, second] = [ways[round % 3], ways[Math.floor(round / 3) % 3]];
    const done = await Promise.all([first?.(one, two), second?.(two, one)]);
    expect(done.filter((result) => result?.ok)).toHaveLength(1);
    expect([await letIn(one), await letIn(two)].filter(Boolean)).toHaveLength(1);
    await adminQuery("UPDATE users SET policies = '{}' WHERE organization_id = $1", [organization.id]);
    await adminQuery("UPDATE organizations SET allowed_networks = '{}' WHERE id = $1", [organization.id]);
  }
});
