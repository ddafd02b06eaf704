import "server-only";
import { record } from "@/lib/audit/record";
import { readStored } from "@/lib/auth/stored-actor";
import { withOrganization } from "@/lib/db";
import type { Prisma, SignOnProvider } from "@/lib/generated/prisma/client";
import { findMeant, WHY } from "@/lib/sso/find-person";
import type { Assertion, Trial } from "@/lib/sso/provider";

/** Keeps what came of trying a provider out: nobody is signed in, linked or added by it. */
export async function keepTrial(
  provider: SignOnProvider,
  trialOf: unknown,
  read: Assertion | { refusal: string },
): Promise<void> {
  const { organizationId, id, name, version } = provider;
  const by = readStored(trialOf);
  await withOrganization(organizationId, async (tx) => {
    const found = "refusal" in read ? null : await whomItMeans(tx, provider, read);
    const trial = {
      at: new Date().toISOString(),
      by: by.name,
      version,
      isOk: found !== null,
      words: found ?? ("refusal" in read ? read.refusal : ""),
      said: "refusal" in read ? [] : saidOf(read),
    } satisfies Record<keyof Trial, unknown>;
    await tx.signOnProvider.update({
      where: { organizationId_id: { organizationId, id } },
      data: { trial },
      select: { id: true },
    });
    const subject = { type: "signOnProvider" as const, id, name };
    await record(tx, organizationId, by, "signOn.tried", subject, {
      after: { reason: trial.isOk ? "It worked." : trial.words.slice(0, 500) },
    });
  });
}

async function whomItMeans(tx: Prisma.TransactionClient, provider: SignOnProvider, assertion: Assertion) {
  const meant = await findMeant(tx, provider, assertion);
  if (meant.is === "nobody") return meant.create ? "An account would be made." : `${WHY[meant.why]}`;
  const { organizationId } = provider;
  const person = await tx.user.findUnique({
    where: { organizationId_id: { organizationId, id: meant.userId } },
    select: { username: true },
  });
  return `This would sign ${person?.username ?? "a person who is gone"} in.`;
}

const saidOf = ({ subject, address, claims }: Assertion) => [
  { label: "Identity", value: subject },
  { label: "E-mail address", value: address ?? "none that may be relied on" },
  ...Object.entries(claims).map(([label, value]) => ({ label, value })),
];
