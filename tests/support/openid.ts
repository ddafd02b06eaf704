import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import Provider, { type Configuration } from "oidc-provider";

export type OpenIdPerson = { sub: string } & Record<string, unknown>;

export type OpenId = {
  issuer: string;
  clientId: string;
  clientSecret: string;
  /** Whom it knows, by the login that is typed there. */
  people: Map<string, OpenIdPerson>;
  stop: () => Promise<void>;
};

const CLIENT = { clientId: "rollcall", clientSecret: "a secret that the provider and Rollcall share" };

/** A real OpenID provider on loopback, that signs in whoever types a login that it knows. */
export async function startOpenId(
  redirectUris: string[],
  { signedOutUris = [], port = 0 }: { signedOutUris?: string[]; port?: number } = {},
): Promise<OpenId> {
  const people = new Map<string, OpenIdPerson>();
  let handle: ReturnType<Provider["callback"]> | undefined;
  const server = createServer((request, answer) => void handle?.(request, answer));
  await new Promise<void>((resolve) => server.listen(port, "127.0.0.1", resolve));
  const issuer = `http://localhost:${(server.address() as AddressInfo).port}`;
  const configuration: Configuration = {
    clients: [
      {
        client_id: CLIENT.clientId,
        client_secret: CLIENT.clientSecret,
        redirect_uris: redirectUris,
        post_logout_redirect_uris: signedOutUris,
      },
    ],
    claims: {
      openid: ["sub"],
      email: ["email", "email_verified"],
      profile: ["name", "given_name", "family_name"],
    },
    findAccount: (_, id) => {
      const person = people.get(id);
      return person && { accountId: id, claims: async () => person };
    },
    features: { devInteractions: { enabled: true }, rpInitiatedLogout: { enabled: true } },
    cookies: { keys: ["known to the tests and to nobody else"] },
    pkce: { required: () => true },
  };
  const provider = new Provider(issuer, configuration);
  handle = provider.callback();
  return { issuer, ...CLIENT, people, stop: () => stop(server) };
}

const stop = (server: Server) =>
  new Promise<void>((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });

/** Goes through the provider's own pages as a browser would. @returns where it sends the browser back to */
export async function signInThere(address: string, login: string): Promise<URL> {
  const jar = new Map<string, string>();
  let next = new URL(address);
  for (let step = 0; step < 20; step += 1) {
    const answer = await visit(next, jar);
    const location = answer.headers.get("location");
    if (location) {
      const to = new URL(location, next);
      if (to.origin !== next.origin) return to;
      next = to;
      continue;
    }
    const page = await answer.text();
    const action = /action="([^"]+)"/.exec(page)?.[1];
    if (!action) throw new Error(`The provider shows a page that nobody expected: ${page.slice(0, 300)}`);
    const prompt = /name="prompt" value="([^"]+)"/.exec(page)?.[1] ?? "";
    const form = new URLSearchParams({ prompt, ...(prompt === "login" ? { login, password: "x" } : {}) });
    const sent = await visit(new URL(action, next), jar, form);
    next = new URL(sent.headers.get("location") ?? "", next);
  }
  throw new Error("The provider never came to an end.");
}

async function visit(url: URL, jar: Map<string, string>, form?: URLSearchParams): Promise<Response> {
  const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join("; ");
  const answer = await fetch(url, {
    redirect: "manual",
    headers: { cookie },
    ...(form ? { method: "POST", body: form } : {}),
  });
  for (const set of answer.headers.getSetCookie()) {
    const [pair = ""] = set.split(";");
    const at = pair.indexOf("=");
    jar.set(pair.slice(0, at), pair.slice(at + 1));
  }
  return answer;
}
