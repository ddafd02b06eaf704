import "server-only";
import * as z from "zod";
import type { Transaction } from "@/lib/db";
import { type NumberRange, USUAL_RANGES } from "@/lib/telephony/numbers";

export type TelephonySettings = {
  /** The organization's domain that its SIP addresses end in; blank where it has none. */
  sipDomain: string;
  /** What phones are told to connect to, where that is no domain of that name. */
  sipServer: string | null;
  ranges: NumberRange[];
  extensionsMax: number;
};

const USUAL_EXTENSIONS_MAX = 500;
const storedRanges = z.array(z.object({ from: z.number(), to: z.number() }));

/** What an organization says of its telephony, or what holds until it says something. */
export async function readTelephonySettings(
  tx: Transaction,
  organizationId: string,
): Promise<TelephonySettings> {
  const found = await tx.telephonySettings.findUnique({ where: { organizationId } });
  if (found) {
    const { sipDomain, sipServer, extensionsMax } = found;
    return { sipDomain, sipServer, ranges: storedRanges.parse(found.ranges), extensionsMax };
  }
  const primary = await tx.domain.findFirst({
    where: { organizationId, isPrimary: true },
    select: { name: true },
  });
  return {
    sipDomain: primary?.name ?? "",
    sipServer: null,
    ranges: USUAL_RANGES,
    extensionsMax: USUAL_EXTENSIONS_MAX,
  };
}

/**
 * The same for whoever changes extensions or queues, one after the other. It is written where it was not yet: a primary
 * domain that changes later takes no secret's worth away.
 */
export async function lockTelephony(tx: Transaction, organizationId: string): Promise<TelephonySettings> {
  await tx.$queryRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`telephony ${organizationId}`}, 0))::text`;
  const settings = await readTelephonySettings(tx, organizationId);
  if (settings.sipDomain !== "")
    await tx.telephonySettings.createMany({ data: { organizationId, ...settings }, skipDuplicates: true });
  return settings;
}
