import "server-only";
import { failureOf, isNoSuch, send } from "@/lib/sync/graph/http";
import { attributesOf, isEntity, readPage } from "@/lib/sync/graph/items";
import { addressesOf, askToken } from "@/lib/sync/graph/token";
import { ATTRIBUTES, type EntraSettings } from "@/lib/sync/kinds";
import { AskLater, type Page, type Place, type Source, SourceRefused, type Stream } from "@/lib/sync/source";

const PAGE_SIZE = 999;
const ALWAYS = ["id", "accountEnabled", "userType"];
/** As many groups as one filter of a delta query may name. */
const GROUPS_MAX = 50;

/** Microsoft Entra by Graph: delta queries of users and of groups with their members. */
export function graphSource(settings: EntraSettings, secret: string): Source {
  const { graph } = addressesOf(settings);
  const base = `${graph}/v1.0`;
  let token: string | null = null;

  /** With a token, made anew once where the one at hand is not taken any more. */
  async function ask(url: string, init: { method?: "POST"; body?: string; headers?: object } = {}) {
    if (new URL(url).origin !== new URL(graph).origin)
      throw new SourceRefused("The directory names a page at another address than its own.");
    for (const isLast of [false, true]) {
      token ??= await askToken(settings, secret, new Date());
      const headers = {
        authorization: `Bearer ${token}`,
        accept: "application/json",
        ...(init.body ? { "content-type": "application/json" } : {}),
        ...init.headers,
      };
      const answer = await send(url, { ...init, headers });
      if (answer.status !== 401 || isLast) return answer;
      token = null;
    }
    throw new AskLater("The directory takes no token.");
  }

  async function get(url: string, init?: Parameters<typeof ask>[1]): Promise<unknown> {
    const answer = await ask(url, init);
    if (answer.status !== 200) throw failureOf(answer);
    return answer.body;
  }

  const selected = (without: readonly string[] = []) =>
    [...ALWAYS, ...ATTRIBUTES.entra].filter((each) => !without.includes(each)).join(",");

  function beginning(stream: Stream, { without }: Place, groups: readonly string[]): string {
    if (stream === "people") return `${base}/users/delta?$select=${selected(without)}`;
    const filter = groups.slice(0, GROUPS_MAX).map((id) => `id eq '${id.replaceAll("'", "''")}'`);
    return `${base}/groups/delta?$select=displayName,members&$filter=${encodeURIComponent(filter.join(" or "))}`;
  }

  return {
    async test() {
      const body = (await get(`${base}/users?$top=1&$select=${selected()}`)) as { value?: unknown };
      if (!Array.isArray(body?.value)) throw new AskLater("The directory’s answer is not whole.");
      await get(`${base}/groups?$top=1&$select=id,displayName`);
      const answer = await ask(`${base}/users/$count`, { headers: { consistencylevel: "eventual" } });
      return { people: typeof answer.body === "number" ? answer.body : null };
    },

    async page(stream, place, groups): Promise<Page> {
      const url = place.cursor ?? place.delta ?? beginning(stream, place, groups);
      const body = await get(url, { headers: { prefer: `odata.maxpagesize=${PAGE_SIZE}` } });
      const { items, next, delta } = readPage(body, stream === "people" ? "person" : "group");
      return next ? { items, cursor: next } : { items, end: { delta } };
    },

    async look(id, without) {
      const answer = await ask(`${base}/users/${encodeURIComponent(id)}?$select=${selected(without)}`);
      if (isNoSuch(answer)) return { isThere: false };
      if (answer.status !== 200) throw failureOf(answer);
      if (!isEntity(answer.body) || answer.body.id !== id)
        throw new AskLater("The directory’s answer is not whole.");
      return { isThere: true, attributes: attributesOf(answer.body) };
    },

    async memberships(id, groups) {
      const answer = await ask(`${base}/users/${encodeURIComponent(id)}/checkMemberGroups`, {
        method: "POST",
        body: JSON.stringify({ groupIds: groups }),
      });
      if (isNoSuch(answer)) return [];
      if (answer.status !== 200) throw failureOf(answer);
      const { value } = (answer.body ?? {}) as { value?: unknown };
      if (!Array.isArray(value)) throw new AskLater("The directory’s answer is not whole.");
      return value.filter((each) => typeof each === "string");
    },

    async findGroups(words) {
      const filter = words
        ? `&$filter=${encodeURIComponent(`startswith(displayName,'${words.replaceAll("'", "''")}')`)}`
        : "";
      const body = (await get(`${base}/groups?$top=50&$select=id,displayName${filter}`)) as {
        value?: unknown[];
      };
      return (body?.value ?? []).filter(isEntity).map(({ id, displayName }) => ({
        id,
        name: typeof displayName === "string" ? displayName : id,
      }));
    },
  };
}
