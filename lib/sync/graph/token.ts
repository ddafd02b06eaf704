import "server-only";
import { clientAssertion } from "@/lib/sync/graph/assertion";
import { failureOf, send } from "@/lib/sync/graph/http";
import { CLOUD_INFO, type EntraSettings } from "@/lib/sync/kinds";
import { AskLater, SourceRefused } from "@/lib/sync/source";

const ASSERTION_TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

const trimmed = (url: string) => url.replace(/\/+$/, "");

/** Where a connection signs in, and where it asks. */
export function addressesOf({ cloud, loginUrl, graphUrl }: EntraSettings) {
  const { login, graph } = CLOUD_INFO[cloud];
  return { login: trimmed(login || loginUrl), graph: trimmed(graph || graphUrl) };
}

/** Has a token made by the client credentials grant (RFC 6749, 4.4), for a secret or by a certificate's key. */
export async function askToken(settings: EntraSettings, secret: string, now: Date): Promise<string> {
  const { login, graph } = addressesOf(settings);
  const url = `${login}/${encodeURIComponent(settings.tenant)}/oauth2/v2.0/token`;
  const proof: Record<string, string> =
    settings.proof === "certificate"
      ? {
          client_assertion_type: ASSERTION_TYPE,
          client_assertion: clientAssertion(secret, settings.client, url, now),
        }
      : { client_secret: secret };
  const answer = await send(url, {
    method: "POST",
    headers: { "content-type": "application/x-www-form-urlencoded" },
    body: new URLSearchParams({
      grant_type: "client_credentials",
      client_id: settings.client,
      scope: `${graph}/.default`,
      ...proof,
    }).toString(),
  });
  const { access_token: token, error_description: problem } = (answer.body ?? {}) as Record<string, unknown>;
  if (answer.status === 200 && typeof token === "string") return token;
  if (answer.status === 200) throw new AskLater("The directory’s answer has no token.");
  if (answer.status === 400 || answer.status === 401)
    throw new SourceRefused(
      `The directory does not let the application sign in: ${typeof problem === "string" ? (problem.split(/[\r\n]/)[0] ?? "") : answer.status}`,
    );
  throw failureOf(answer);
}
