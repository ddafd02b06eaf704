import "server-only";
import { withOrganization } from "@/lib/db";
import type { SignOnProvider, SignOnRequest } from "@/lib/generated/prisma/client";
import { log } from "@/lib/log";
import { type Admission, type Admitted, admit, type From, refuseAccount } from "@/lib/sso/admit";
import { findProvider, reasonOf } from "@/lib/sso/begin";
import { makeAccount } from "@/lib/sso/new-account";
import { readOidcAnswer } from "@/lib/sso/oidc";
import type { Assertion } from "@/lib/sso/provider";
import { oidcOf, type ProviderKey } from "@/lib/sso/read-provider";
import { takeRequest } from "@/lib/sso/requests";
import { readSamlAnswer, samlOf } from "@/lib/sso/saml";
import { type Proofs, proofsOf, readState } from "@/lib/sso/state";
import { keepTrial } from "@/lib/sso/trial";
import { againIfTaken } from "@/lib/users/unique-violation";

export type Answered = {
  state: unknown;
  /** The address that the browser came back to. */
  url: URL;
  /** What only the browser that began knows, by the id of its request. */
  browserToken: (requestId: string) => Promise<string | null>;
};

export type Outcome =
  | { is: "in"; admitted: Admitted; target: string; requestId: string }
  | { is: "trial"; page: string; requestId: string }
  | { is: "out"; code: "signOn" | "signOnOver" | "network" | "hours" };

const OVER = { is: "out", code: "signOnOver" } as const;

/** Takes a provider's answer. Whatever comes of it, its request is used up. */
export async function finishSignOn(key: ProviderKey, given: Answered, from: From): Promise<Outcome> {
  const asked = readState(given.state);
  if (!asked || asked.organizationId !== key.organizationId) return OVER;
  const provider = await findProvider(key);
  const browserToken = await given.browserToken(asked.id);
  if (!provider || !browserToken) return OVER;
  const proofs = proofsOf(asked, browserToken);
  const request =
    proofs.state === given.state
      ? await withOrganization(key.organizationId, (tx) =>
          takeRequest(tx, asked, key.providerId, browserToken),
        )
      : null;
  if (!request || (provider.state === "draft" && !request.trialOf)) return OVER;
  const read = await readAnswer(provider, request, proofs, given.url).catch((error: unknown) => {
    log.warn({ error: reasonOf(error), providerId: provider.id }, "A provider’s answer was refused.");
    return { refusal: reasonOf(error) };
  });
  if (request.trialOf) {
    await keepTrial(provider, request.trialOf, read);
    // The page of the organization in which it was tried.
    return { is: "trial", page: request.target, requestId: request.id };
  }
  if ("refusal" in read) return { is: "out", code: "signOn" };
  const admission = await letIn(provider, read, request.target, from);
  if (!admission.ok) return { is: "out", code: codeOf(admission) };
  return { is: "in", admitted: admission.value, target: request.target, requestId: request.id };
}

function readAnswer(
  provider: SignOnProvider,
  request: SignOnRequest,
  proofs: Proofs,
  url: URL,
): Promise<Assertion> {
  return provider.kind === "oidc"
    ? readOidcAnswer(oidcOf(provider), proofs, url)
    : readSamlAnswer(samlOf(provider), proofs, request.answer ?? "");
}

async function letIn(
  provider: SignOnProvider,
  assertion: Assertion,
  target: string,
  from: From,
): Promise<Exclude<Admission, { create: true }>> {
  const asked = { provider, assertion, target, from };
  const attempt = () =>
    againIfTaken(() => withOrganization(provider.organizationId, (tx) => admit(tx, asked)));
  const first = await attempt();
  if (!("create" in first)) return first;
  const made = await makeAccount(provider, assertion);
  const why = made.ok
    ? ""
    : [made.error.message, ...(made.error.issues ?? []).map((each) => each.message)].join(" ");
  // Of many at once one makes it, and the others find it.
  const second = await attempt();
  if (!("create" in second)) return second;
  return withOrganization(provider.organizationId, (tx) => refuseAccount(tx, asked, why));
}

function codeOf(admission: Admission): "signOn" | "network" | "hours" {
  const code = "error" in admission ? admission.error.code : "";
  return code === "network" || code === "hours" ? code : "signOn";
}
