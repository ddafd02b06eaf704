import "server-only";
import { refuseInStep } from "@/lib/auth/answer-time";
import { type StartedSession, startSession } from "@/lib/auth/sign-in";
import {
  findLink,
  LINK_STEP_MS,
  lapsed,
  organizationOfLink,
  refuseLink,
  setPasswordByLink,
} from "@/lib/credentials/links";
import { withOrganization } from "@/lib/db";
import { type Brand, brandOf } from "@/lib/organizations/brand";
import { ok, type Result } from "@/lib/result";

export type ActivationOffer = {
  name: string;
  username: string;
  organization: string;
  brand: Brand;
  kind: "invitation" | "reset";
  /** The least number of characters of a password. */
  lengthMin: number;
};

/**
 * What a link is for. Reading it uses nothing up: mail scanners open links. Links that were never made and those that
 * are worth nothing any more get the same answer in the same time; one that has expired says that it has.
 */
export function readActivation(token: string): Promise<Result<ActivationOffer>> {
  return refuseInStep(LINK_STEP_MS, async () => {
    const organizationId = await organizationOfLink(token);
    if (!organizationId) return lapsed();
    const brand = await brandOf(organizationId);
    return withOrganization(organizationId, async (tx) => {
      const found = await findLink(tx, organizationId, token);
      if (!found) return refuseLink(tx, organizationId, token);
      const { firstName, lastName, username } = found.user;
      const kind = found.kind === "reset" ? "reset" : "invitation";
      const { lengthMin } = found.policy;
      const name = `${firstName} ${lastName}`;
      return ok({ name, username, organization: found.organization.name, brand, kind, lengthMin });
    });
  });
}

/** Activates an account with the password that its person chose, uses the link up, and signs them in. */
export function activate(
  token: string,
  password: string,
  from: { ip: string; userAgent: string | null },
): Promise<Result<StartedSession>> {
  return refuseInStep(LINK_STEP_MS, () =>
    setPasswordByLink(token, password, {
      kind: "activation",
      ip: from.ip,
      by: ({ kind }) => ({ kind: "anonymous", name: WAYS[kind] ?? "Activation link", ip: from.ip }),
      also: (tx, { user }) => startSession(tx, user, from),
    }),
  );
}

const WAYS: Readonly<Record<string, string>> = { pin: "PIN", qr: "QR code" };
