import "server-only";
import { randomBytes } from "node:crypto";
import { record } from "@/lib/audit/record";
import { consume, keyOf, limiterOf } from "@/lib/auth/throttle";
import { command } from "@/lib/command";
import { type Transaction, withOrganization } from "@/lib/db";
import { judgeProof, proofName, type TxtAnswer } from "@/lib/domains/proof";
import { resolveTxt } from "@/lib/domains/resolver";
import type { Domain } from "@/lib/generated/prisma/client";
import { newId } from "@/lib/ids";
import type { Actor } from "@/lib/permissions/actor";
import { can } from "@/lib/permissions/can";
import { notAllowed } from "@/lib/permissions/viewing";
import { fail, invalidFields, notFound, ok, type Result } from "@/lib/result";

/** An organization has as many domains as that. */
export const DOMAINS_MAX = 200;

/** Checks of one organization's domains. */
export const DOMAIN_CHECKS = { points: 20, seconds: 600 };

const CHALLENGE_BYTES = 20;

/**
 * Adds a domain, to be proven. Whether another organization has it makes no difference and is not said: many may add
 * one, and whoever proves it first has it.
 */
export function addDomain(actor: Actor, name: string): Promise<Result<{ id: string }>> {
  return command(actor, "settings.update", async (tx) => {
    const { id: organizationId } = actor.organization;
    await lockDomains(tx, organizationId);
    const domains = await tx.domain.findMany({ where: { organizationId }, select: { name: true } });
    if (domains.some((domain) => domain.name === name))
      return invalidFields([{ path: "name", message: `${name} is one of your domains already.` }]);
    if (domains.length >= DOMAINS_MAX)
      return fail("conflict", `An organization has at most ${DOMAINS_MAX} domains. Remove one first.`);
    const id = newId();
    const challenge = randomBytes(CHALLENGE_BYTES).toString("hex");
    await tx.domain.create({ data: { organizationId, id, name, challenge }, select: { id: true } });
    await record(tx, organizationId, actor, "domain.added", { type: "domain", id, name });
    return ok({ id });
  });
}

/** Looks in the DNS for a domain's proof, and makes it the organization's own where it is there. */
export async function checkDomain(
  actor: Actor,
  id: string,
  resolve: (name: string, domain: string) => Promise<TxtAnswer> = resolveTxt,
): Promise<Result<{ isProven: boolean; words: string }>> {
  if (!can(actor, "settings.update")) return notAllowed(actor);
  const { id: organizationId } = actor.organization;
  const domain = await withOrganization(organizationId, (tx) => findDomain(tx, organizationId, id));
  if (!domain) return notFound("domain");
  if (domain.provenAt || !domain.challenge)
    return ok({ isProven: true, words: `${domain.name} is proven already.` });
  const wait = await consume(limiter(), keyOf(organizationId));
  if (wait !== null)
    return fail("throttled", `That was checked very often. Try again in ${Math.ceil(wait / 60)} minutes.`);
  const answer = await resolve(proofName(domain.name), domain.name);
  const finding = judgeProof(domain.name, domain.challenge, answer);
  return finding.isProven ? proveDomain(actor, domain, finding) : ok(finding);
}

function proveDomain<Finding>(actor: Actor, domain: Domain, finding: Finding): Promise<Result<Finding>> {
  return command(actor, "settings.update", async (tx) => {
    const { id: organizationId } = actor.organization;
    await lockDomains(tx, organizationId);
    const before = await findDomain(tx, organizationId, domain.id);
    const [row] = await tx.$queryRaw<{ outcome: "proven" | "taken" | null }[]>`
      SELECT prove_domain(${domain.id}::uuid) AS outcome`;
    if (!row?.outcome) return notFound("domain");
    if (row.outcome === "taken") return fail("conflict", takenWords(domain.name));
    if (before && !before.provenAt)
      await record(tx, organizationId, actor, "domain.proven", {
        type: "domain",
        id: domain.id,
        name: domain.name,
      });
    return ok(finding);
  });
}

// Said to whoever has shown that the domain is theirs, and to nobody else.
const takenWords = (name: string) =>
  `The DNS says that ${name} is yours, but another organization here has it. Ask whoever runs this Rollcall to have it handed over.`;

/** Makes a proven domain the one that new usernames begin with. */
export function makePrimary(actor: Actor, id: string): Promise<Result<null>> {
  return command(actor, "settings.update", async (tx) => {
    const { id: organizationId } = actor.organization;
    await lockDomains(tx, organizationId);
    const domain = await findDomain(tx, organizationId, id);
    if (!domain) return notFound("domain");
    if (!domain.provenAt) return fail("conflict", `Prove ${domain.name} first.`);
    if (domain.isPrimary) return ok(null);
    const where = { organizationId, isPrimary: true };
    const [last] = await tx.domain.updateManyAndReturn({
      where,
      data: { isPrimary: false },
      select: { name: true },
    });
    await tx.domain.updateMany({ where: { organizationId, id }, data: { isPrimary: true } });
    const changes = { before: { domain: last?.name ?? null }, after: { domain: domain.name } };
    await record(
      tx,
      organizationId,
      actor,
      "domain.primary",
      { type: "domain", id, name: domain.name },
      changes,
    );
    return ok(null);
  });
}

export const findDomain = (tx: Transaction, organizationId: string, id: string): Promise<Domain | null> =>
  tx.domain.findUnique({ where: { organizationId_id: { organizationId, id } } });

/** Changes of an organization's domains go one after the other. */
export async function lockDomains(tx: Transaction, organizationId: string): Promise<void> {
  await tx.$queryRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`domains ${organizationId}`}, 0))::text`;
}

let held: ReturnType<typeof limiterOf> | undefined;
function limiter() {
  held ??= limiterOf("domain-check", DOMAIN_CHECKS);
  return held;
}
