import { createPublicKey, randomUUID, verify, X509Certificate } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

export type GraphUser = { id: string } & Record<string, string | boolean | string[] | null>;
export type GraphGroup = { id: string; displayName: string; members: Set<string> };

/** What goes wrong with an answer, as Graph's documentation and the net have it. */
export type Fault =
  | { kind: "throttled"; seconds: number }
  | { kind: "unavailable"; status: 500 | 502 | 503 | 504 }
  | { kind: "broken" }
  | { kind: "reset" }
  | { kind: "gone" }
  | { kind: "forgotten" }
  | { kind: "twice" }
  | { kind: "short" }
  | { kind: "tokenExpired" }
  | { kind: "notFound" };

type Change = { id: string; fields: Set<string> };
type Reading = {
  ids: string[];
  since: number;
  until: number;
  select: string[];
  filter: string[];
  isFull: boolean;
};

const TENANT = "11111111-2222-4333-8444-555555555555";
const CLIENT = "66666666-7777-4888-9999-000000000000";
const SECRET = "the-client-secret-of-the-test";

/**
 * A directory on loopback that speaks as Microsoft Graph's documentation says: tokens by client credentials, pages with
 * `@odata.nextLink`, delta queries with `@removed`, `members@delta` and `@odata.deltaLink`, and its errors.
 */
export class GraphServer {
  readonly users = new Map<string, GraphUser>();
  readonly groups = new Map<string, GraphGroup>();
  readonly tenant = TENANT;
  readonly client = CLIENT;
  readonly secret = SECRET;
  /** Asked before every answer about the directory. */
  fault: (path: string) => Fault | null | Promise<Fault | null> = () => null;
  /** Attributes that the schema has no more. */
  readonly withoutAttributes = new Set<string>();
  /** Attributes that are in the schema and told of nobody. */
  readonly silentAttributes = new Set<string>();
  /** A certificate that proves the application, in PEM. */
  certificate: string | null = null;
  pageMax = 100;
  requests: string[] = [];

  private readonly userChanges: Change[] = [];
  private readonly groupChanges: { id: string; member: string | null }[] = [];
  private readonly readings = new Map<string, Reading>();
  private readonly tokens = new Set<string>();
  private oldestDelta = 0;
  private readonly server = createServer((request, response) => void this.serve(request, response));
  url = "";

  async start(): Promise<this> {
    await new Promise<void>((resolve) => this.server.listen(0, "127.0.0.1", resolve));
    this.url = `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
    return this;
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  /** What a form says of it. */
  settings() {
    return {
      kind: "entra" as const,
      name: "Contoso",
      tenant: TENANT,
      client: CLIENT,
      cloud: "other" as const,
      loginUrl: this.url,
      graphUrl: this.url,
      proof: "secret" as "secret" | "certificate",
      secret: SECRET,
    };
  }

  put(user: Partial<GraphUser> & { id?: string }): GraphUser {
    const id = user.id ?? randomUUID();
    const earlier = this.users.get(id);
    const next = { accountEnabled: true, userType: "Member", ...earlier, ...user, id } as GraphUser;
    this.users.set(id, next);
    this.userChanges.push({ id, fields: new Set(earlier ? Object.keys(user) : Object.keys(next)) });
    return next;
  }

  remove(id: string): void {
    this.users.delete(id);
    this.userChanges.push({ id, fields: new Set() });
    for (const group of this.groups.values()) if (group.members.delete(id)) this.touchGroup(group.id, id);
  }

  putGroup(displayName: string, members: string[] = []): GraphGroup {
    const group = { id: randomUUID(), displayName, members: new Set(members) };
    this.groups.set(group.id, group);
    this.touchGroup(group.id, null);
    for (const member of members) this.touchGroup(group.id, member);
    return group;
  }

  join(group: GraphGroup, id: string): void {
    group.members.add(id);
    this.touchGroup(group.id, id);
  }

  leave(group: GraphGroup, id: string): void {
    group.members.delete(id);
    this.touchGroup(group.id, id);
  }

  /** Delta links that were given so far are worth nothing any more. */
  forgetDeltas(): void {
    this.oldestDelta = this.userChanges.length + this.groupChanges.length + 1;
  }

  private touchGroup(id: string, member: string | null): void {
    this.groupChanges.push({ id, member });
  }

  private async serve(request: IncomingMessage, response: ServerResponse): Promise<unknown> {
    const url = new URL(request.url ?? "/", this.url);
    let body = "";
    for await (const chunk of request) body += String(chunk);
    this.requests.push(`${request.method} ${url.pathname}`);
    if (url.pathname.endsWith("/oauth2/v2.0/token")) return this.giveToken(url, body, response);
    const fault = await this.fault(url.pathname);
    if (fault?.kind === "reset") return response.socket?.destroy();
    if (fault?.kind === "throttled")
      return error(response, 429, "TooManyRequests", "Too many requests.", {
        "retry-after": String(fault.seconds),
      });
    if (fault?.kind === "unavailable")
      return error(response, fault.status, "ServiceUnavailable", "Try later.");
    if (fault?.kind === "notFound") {
      response.writeHead(404, { "content-type": "text/html" });
      return response.end("<h1>Not here</h1>");
    }
    const token = (request.headers.authorization ?? "").replace(/^Bearer /, "");
    if (fault?.kind === "tokenExpired") this.tokens.delete(token);
    if (!this.tokens.has(token))
      return error(
        response,
        401,
        "InvalidAuthenticationToken",
        "Lifetime validation failed, the token is expired.",
      );
    const sizeMax = Number(/odata\.maxpagesize=(\d+)/.exec(String(request.headers.prefer ?? ""))?.[1] ?? 100);
    return this.answer(url, body, request.method ?? "GET", response, fault, Math.min(sizeMax, this.pageMax));
  }

  private giveToken(url: URL, body: string, response: ServerResponse): unknown {
    const form = new URLSearchParams(body);
    const refuse = (text: string) =>
      json(response, 401, { error: "invalid_client", error_description: text });
    if (url.pathname !== `/${TENANT}/oauth2/v2.0/token`)
      return json(response, 400, {
        error: "invalid_request",
        error_description: "AADSTS90002: Tenant not found.",
      });
    if (form.get("grant_type") !== "client_credentials" || form.get("client_id") !== CLIENT)
      return refuse("AADSTS700016: Application was not found in the directory.");
    if (form.get("scope") !== `${this.url}/.default`)
      return json(response, 400, {
        error: "invalid_scope",
        error_description: "AADSTS70011: The scope is wrong.",
      });
    const isRight = form.has("client_assertion")
      ? this.isAssertion(form.get("client_assertion") ?? "", url.href)
      : form.get("client_secret") === SECRET;
    if (!isRight) return refuse("AADSTS7000215: Invalid client secret provided.");
    const token = randomUUID();
    this.tokens.add(token);
    return json(response, 200, { token_type: "Bearer", expires_in: 3599, access_token: token });
  }

  private isAssertion(jwt: string, audience: string): boolean {
    const [head = "", claims = "", signature = ""] = jwt.split(".");
    if (!this.certificate) return false;
    const certificate = new X509Certificate(this.certificate);
    const key = {
      key: createPublicKey(certificate.publicKey.export({ type: "spki", format: "pem" })),
      padding: 6,
      saltLength: 32,
    };
    const said = JSON.parse(Buffer.from(claims, "base64url").toString()) as Record<string, unknown>;
    return (
      verify("sha256", Buffer.from(`${head}.${claims}`), key, Buffer.from(signature, "base64url")) &&
      said.aud === audience &&
      said.iss === CLIENT &&
      Number(said.exp) * 1000 > Date.now()
    );
  }

  private answer(
    url: URL,
    body: string,
    method: string,
    response: ServerResponse,
    fault: Fault | null,
    size: number,
  ): unknown {
    const path = url.pathname.replace(/^\/v1\.0/, "");
    const select = (url.searchParams.get("$select") ?? "id").split(",");
    const unknown = select.find((name) => this.withoutAttributes.has(name));
    if (unknown)
      return error(
        response,
        400,
        "BadRequest",
        `Could not find a property named '${unknown}' on type 'microsoft.graph.user'.`,
      );
    if (path === "/users/delta" || path === "/groups/delta")
      return this.delta(path, url, response, fault, size);
    if (path === "/users/$count") return json(response, 200, this.users.size);
    if (path === "/users") {
      const top = Number(url.searchParams.get("$top") ?? 100);
      const value = [...this.users.values()].slice(0, top).map((user) => this.shown(user, select, "null"));
      return json(response, 200, { value });
    }
    if (path === "/groups") {
      const starts =
        /startswith\(displayName,'(.*)'\)/.exec(url.searchParams.get("$filter") ?? "")?.[1] ?? "";
      const value = [...this.groups.values()]
        .filter(({ displayName }) => displayName.toLowerCase().startsWith(starts.toLowerCase()))
        .map(({ id, displayName }) => ({ id, displayName }));
      return json(response, 200, { value });
    }
    const [, , id = "", action] = path.split("/");
    const user = this.users.get(decodeURIComponent(id));
    if (!user)
      return error(
        response,
        404,
        "Request_ResourceNotFound",
        `Resource '${id}' does not exist or one of its queried reference-property objects are not present.`,
      );
    if (action === "checkMemberGroups" && method === "POST") {
      const { groupIds } = JSON.parse(body) as { groupIds: string[] };
      const value = groupIds.filter((each) => this.groups.get(each)?.members.has(user.id));
      return json(response, 200, { value });
    }
    return json(response, 200, this.shown(user, select, "null"));
  }

  private delta(
    path: string,
    url: URL,
    response: ServerResponse,
    fault: Fault | null,
    size: number,
  ): unknown {
    const skip = url.searchParams.get("$skiptoken");
    const token = url.searchParams.get("$deltatoken");
    const isUsers = path === "/users/delta";
    if (fault?.kind === "gone" || fault?.kind === "forgotten")
      return this.forgotten(fault.kind, path, response);
    if (token !== null && Number(token.split("~")[1]) < this.oldestDelta)
      return this.forgotten(Math.random() < 0.5 ? "gone" : "forgotten", path, response);
    const now = this.userChanges.length + this.groupChanges.length;
    let reading: Reading | undefined;
    let from = 0;
    let key = skip?.split("~")[0] ?? "";
    if (skip !== null) {
      reading = this.readings.get(key);
      from = Number(skip.split("~")[1]);
    } else if (token !== null) {
      const earlier = this.readings.get(token.split("~")[0] ?? "");
      if (earlier) {
        const since = isUsers ? earlier.until : earlier.until;
        const changes = isUsers ? this.userChanges.slice(since) : this.groupChanges.slice(since);
        const ids = [...new Set(changes.map(({ id }) => id))].filter(
          (id) => earlier.filter.length === 0 || earlier.filter.includes(id),
        );
        reading = {
          ...earlier,
          ids,
          since,
          until: isUsers ? this.userChanges.length : this.groupChanges.length,
          isFull: false,
        };
      }
    } else {
      const filter = [...(url.searchParams.get("$filter") ?? "").matchAll(/id eq '([^']+)'/g)].map(
        (each) => each[1] ?? "",
      );
      const all = isUsers ? [...this.users.keys()] : [...this.groups.keys()];
      const ids = filter.length > 0 ? all.filter((id) => filter.includes(id)) : all;
      const until = isUsers ? this.userChanges.length : this.groupChanges.length;
      const select = (url.searchParams.get("$select") ?? "id").split(",");
      reading = { ids, since: 0, until, select, filter, isFull: true };
    }
    if (!reading) return this.forgotten("gone", path, response);
    if (skip === null) {
      key = randomUUID();
      this.readings.set(key, reading);
    }
    const unknown = isUsers && reading.select.find((name) => this.withoutAttributes.has(name));
    if (unknown)
      return error(
        response,
        400,
        "BadRequest",
        `Could not find a property named '${unknown}' on type 'microsoft.graph.user'.`,
      );
    const ids = reading.ids.slice(from, from + size);
    const { since, select, isFull } = reading;
    let value: object[] = ids.flatMap((id) =>
      isUsers ? this.userItem(id, select, isFull, since) : this.groupItem(id, isFull, since),
    );
    if (fault?.kind === "short" && isFull) value = value.slice(0, Math.max(0, value.length - 3));
    if (fault?.kind === "twice") value = [...value, ...value.slice(0, 2)];
    const isLast = from + size >= reading.ids.length;
    const link = isLast
      ? { "@odata.deltaLink": `${this.url}/v1.0${path}?$deltatoken=${key}~${now}` }
      : { "@odata.nextLink": `${this.url}/v1.0${path}?$skiptoken=${key}~${from + size}` };
    const whole = JSON.stringify({ "@odata.context": `${this.url}/v1.0/$metadata`, ...link, value });
    response.writeHead(200, { "content-type": "application/json" });
    return response.end(fault?.kind === "broken" ? whole.slice(0, Math.floor(whole.length / 2)) : whole);
  }

  private forgotten(kind: "gone" | "forgotten", path: string, response: ServerResponse): unknown {
    if (kind === "gone")
      return error(response, 410, "resyncRequired", "Resync required.", {
        location: `${this.url}/v1.0${path}?$deltatoken=`,
      });
    return error(
      response,
      400,
      "syncStateNotFound",
      "The sync state generation is not found. The delta token is expired and data must be synchronized again.",
    );
  }

  private userItem(id: string, select: string[], isFull: boolean, since: number): object[] {
    const user = this.users.get(id);
    if (!user) return isFull ? [] : [{ id, "@removed": { reason: "changed" } }];
    if (isFull) return [this.shown(user, select, "left out")];
    const fields = new Set(
      this.userChanges.slice(since).flatMap((each) => (each.id === id ? [...each.fields] : [])),
    );
    return [this.shown(user, [...select.filter((name) => fields.has(name)), "id"], "null")];
  }

  private groupItem(id: string, isFull: boolean, since: number): object[] {
    const group = this.groups.get(id);
    if (!group) return [{ id, "@removed": { reason: "changed" } }];
    const type = "#microsoft.graph.user";
    const touched = new Set(
      this.groupChanges.slice(since).flatMap((each) => (each.id === id && each.member ? [each.member] : [])),
    );
    const members = isFull
      ? [...group.members].map((member) => ({ "@odata.type": type, id: member }))
      : [...touched].map((member) =>
          group.members.has(member)
            ? { "@odata.type": type, id: member }
            : { "@odata.type": type, id: member, "@removed": { reason: "deleted" } },
        );
    return [
      { id, displayName: group.displayName, ...(members.length > 0 ? { "members@delta": members } : {}) },
    ];
  }

  private shown(user: GraphUser, select: readonly string[], ofNull: "null" | "left out"): object {
    const entries = ["id", ...select].flatMap((name) => {
      const value = user[name] ?? null;
      if (this.silentAttributes.has(name)) return [];
      return value === null && ofNull === "left out" ? [] : [[name, value]];
    });
    return Object.fromEntries(entries) as object;
  }
}

function json(response: ServerResponse, status: number, body: unknown): ServerResponse {
  response.writeHead(status, { "content-type": "application/json" });
  return response.end(JSON.stringify(body));
}

function error(
  response: ServerResponse,
  status: number,
  code: string,
  message: string,
  headers: Record<string, string> = {},
): ServerResponse {
  response.writeHead(status, { "content-type": "application/json", ...headers });
  return response.end(
    JSON.stringify({ error: { code, message, innerError: { "request-id": randomUUID() } } }),
  );
}
