import { onlyMethods } from "@/lib/api-keys/methods";
import { readAuthBody } from "@/lib/auth/body";
import { redeemPin } from "@/lib/credentials/pins/redeem";
import { publicUrl } from "@/lib/env";
import { networkOf } from "@/lib/network";
import { problem } from "@/lib/problem";
import { devices } from "@/lib/rest/resources/devices";
import { routes } from "@/lib/routes";
import { storable } from "@/lib/storable";

export const dynamic = "force-dynamic";

const { body: given } = devices.operations.activate;

/** Takes one use of a PIN, for apps: 201 with whose it is and the link with which they choose a password. */
export async function POST(request: Request): Promise<Response> {
  const read = await readAuthBody(request);
  if (!read.ok) return problem({ code: "invalid", message: read.message }, read.status);
  const parsed = storable(given).safeParse(jsonOf(read.body));
  if (!parsed.success) {
    const issues = parsed.error.issues.map(({ path, message }) => ({ path: path.join("."), message }));
    return problem({ code: "invalid", message: "Send a username and a PIN.", issues });
  }
  const redeemed = await redeemPin({ ...parsed.data, ip: networkOf(request.headers) });
  if (!redeemed.ok) return problem(redeemed.error);
  const { token, expiresAt, user, organization, policies } = redeemed.value;
  const body = {
    user,
    organization,
    token,
    activationUrl: publicUrl() + routes.activate(token),
    expiresAt: expiresAt.toISOString(),
    policies,
  };
  return Response.json(body, { status: 201, headers: { "cache-control": "no-store" } });
}

const { refuse, options } = onlyMethods("POST");

export { options as OPTIONS, refuse as DELETE, refuse as GET, refuse as PATCH, refuse as PUT };

function jsonOf(text: string | null): unknown {
  try {
    return JSON.parse(text ?? "");
  } catch {
    return undefined;
  }
}
