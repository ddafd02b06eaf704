import { createHmac, generateKeyPairSync, type KeyObject, sign } from "node:crypto";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

type Claims = Record<string, unknown>;
export type Token = { header: Claims; claims: Claims };

/** What a provider does that lies: what is not said is as it should be. */
export type Lies = {
  /** Changes a token before it is signed. */
  token?: (token: Token) => Token;
  /** Signs it in place of the provider's own key. */
  signature?: (input: string, publicKey: KeyObject) => Buffer;
  /** Changes what the provider says of itself. */
  metadata?: (metadata: Claims) => Claims;
  /** Answers before anything else does. */
  answer?: (
    path: string,
  ) => { status: number; headers?: Record<string, string>; body?: string | Buffer } | null;
};

export type FalseOpenId = {
  issuer: string;
  clientId: string;
  clientSecret: string;
  lies: Lies;
  asked: string[];
  /** The address that a browser would come back to. */
  backFrom: (url: string, claims: Claims, more?: Record<string, string>) => URL;
  stop: () => Promise<void>;
};

/** An OpenID provider by hand, for what no real one would ever say. */
export async function startFalseOpenId(): Promise<FalseOpenId> {
  const { privateKey, publicKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  const codes = new Map<string, Claims>();
  const made: FalseOpenId = {
    issuer: "",
    clientId: "rollcall",
    clientSecret: "a secret that the provider and Rollcall share",
    lies: {},
    asked: [],
    backFrom(url, claims, more = {}) {
      const { searchParams } = new URL(url);
      const code = `code-${codes.size}`;
      const now = Math.floor(Date.now() / 1000);
      const usual = {
        iss: made.issuer,
        aud: made.clientId,
        iat: now,
        exp: now + 300,
        nonce: searchParams.get("nonce"),
      };
      codes.set(code, { ...usual, ...claims });
      const back = new URL(searchParams.get("redirect_uri") ?? "");
      const answer = { code, state: searchParams.get("state") ?? "", iss: made.issuer, ...more };
      for (const [name, value] of Object.entries(answer)) back.searchParams.set(name, value);
      return back;
    },
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
  const server = createServer(async (request, answer) => {
    const { pathname } = new URL(request.url ?? "/", made.issuer);
    made.asked.push(pathname);
    const lie = made.lies.answer?.(pathname);
    if (lie) return void answer.writeHead(lie.status, lie.headers).end(lie.body);
    let body = "";
    for await (const part of request) body += part;
    const json = (value: unknown) =>
      void answer.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify(value));
    if (pathname === "/.well-known/openid-configuration") return json(metadata());
    if (pathname === "/keys")
      return json({
        keys: [{ ...publicKey.export({ format: "jwk" }), kid: "one", use: "sig", alg: "RS256" }],
      });
    const claims = codes.get(new URLSearchParams(body).get("code") ?? "");
    if (pathname !== "/token" || !claims) return void answer.writeHead(404).end();
    return json({ access_token: "x", token_type: "Bearer", id_token: tokenOf(claims) });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  made.issuer = `http://localhost:${(server.address() as AddressInfo).port}`;
  return made;

  function metadata() {
    const { issuer } = made;
    const usual = {
      issuer,
      authorization_endpoint: `${issuer}/auth`,
      token_endpoint: `${issuer}/token`,
      jwks_uri: `${issuer}/keys`,
      response_types_supported: ["code"],
      subject_types_supported: ["public"],
      id_token_signing_alg_values_supported: ["RS256", "HS256", "none"],
      authorization_response_iss_parameter_supported: true,
    };
    return made.lies.metadata?.(usual) ?? usual;
  }

  function tokenOf(given: Claims): string {
    const usual = { header: { alg: "RS256", kid: "one", typ: "JWT" }, claims: given };
    const { header, claims } = made.lies.token?.(usual) ?? usual;
    const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString("base64url");
    const input = `${part(header)}.${part(claims)}`;
    const signature =
      made.lies.signature?.(input, publicKey) ?? sign("sha256", Buffer.from(input), privateKey);
    return `${input}.${signature.toString("base64url")}`;
  }
}

/** What takes a public key, which everybody has, for a shared secret. */
export const signedByPublicKey = (input: string, publicKey: KeyObject): Buffer =>
  createHmac("sha256", publicKey.export({ format: "pem", type: "spki" }))
    .update(input)
    .digest();
