import "server-only";
import { readUpTo } from "@/lib/body";
import { withOrganization } from "@/lib/db";
import { isId } from "@/lib/ids";
import type { ProviderKey } from "@/lib/sso/read-provider";
import { ANSWER_LENGTH_MAX } from "@/lib/sso/saml-shape";
import { readState } from "@/lib/sso/state";

/**
 * Puts the answer that a form brought beside the request that it says it is to, where one waits. Nothing in it is believed
 * yet: that is for the browser that began.
 * @returns the request's state, or null where none waits for it
 */
export async function keepAnswer(key: ProviderKey, request: Request): Promise<string | null> {
  if (!isId(key.organizationId) || !isId(key.providerId)) return null;
  const bytes = await readUpTo(request.body, ANSWER_LENGTH_MAX * 2).catch(() => null);
  const fields = new URLSearchParams(new TextDecoder().decode(bytes ?? new Uint8Array()));
  const [state, answer] = [fields.get("RelayState"), fields.get("SAMLResponse")];
  const asked = readState(state);
  if (!asked || asked.organizationId !== key.organizationId) return null;
  if (!answer || answer.length > ANSWER_LENGTH_MAX) return null;
  const { organizationId, providerId } = key;
  const { count } = await withOrganization(organizationId, (tx) =>
    tx.signOnRequest.updateMany({
      where: { organizationId, id: asked.id, providerId, answer: null, expiresAt: { gt: new Date() } },
      data: { answer },
    }),
  );
  return count === 1 ? state : null;
}
