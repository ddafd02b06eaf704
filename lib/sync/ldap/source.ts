import "server-only";
import { Client, ResultCodeError, type SearchOptions, type SearchResult } from "ldapts";
import type { LdapSettings } from "@/lib/sync/kinds";
import {
  attributesOf,
  escaped,
  ID_ATTRIBUTES,
  idFilter,
  idOf,
  type LdapEntry,
  PERSON_ATTRIBUTES,
  valuesOf,
} from "@/lib/sync/ldap/entry";
import { reachLdap } from "@/lib/sync/outgoing";
import { AskLater, type Page, type Source, type SourceGroup, SourceRefused } from "@/lib/sync/source";

const PAGE_SIZE = 500;
const TIMEOUT_MS = 30_000;
const PEOPLE = "(objectClass=inetOrgPerson)";
const GROUPS = "(objectClass=groupOfNames)";
const MEMBERS = ["member", "uniqueMember"];

/** An id of Active Directory is no text. */
const BYTES = { explicitBufferAttributes: ["objectGUID"] };

/** A directory over LDAPS. It keeps no changes to ask for: every reading is a complete one. */
export function ldapSource(settings: LdapSettings, password: string): Source {
  const { url, bindDn, baseDn, authority } = settings;
  const people = settings.filter || PEOPLE;
  const groups = settings.groupFilter || GROUPS;
  const tlsOptions = { minVersion: "TLSv1.2" as const, ...(authority ? { ca: authority } : {}) };
  let client: Client | null = null;
  let reading: AsyncGenerator<SearchResult> | null = null;
  const idsByDn = new Map<string, string>();

  async function open(): Promise<Client> {
    if (client?.isConnected) return client;
    const reached = await reachLdap(url);
    if ("refused" in reached) throw new SourceRefused(reached.refused);
    if ("failed" in reached) throw new AskLater(reached.failed);
    client = new Client({
      url: reached.url,
      timeout: TIMEOUT_MS,
      connectTimeout: TIMEOUT_MS,
      strictDN: false,
      tlsOptions: { ...tlsOptions, ...(reached.servername ? { servername: reached.servername } : {}) },
    });
    await client.bind(bindDn, password);
    return client;
  }

  /** Whatever the directory or the way to it says, as what a run understands. */
  async function asking<T>(work: (client: Client) => Promise<T>): Promise<T> {
    try {
      return await work(await open());
    } catch (error) {
      throw failureOf(error);
    }
  }

  const search = (base: string, options: SearchOptions): Promise<LdapEntry[]> =>
    asking(async (open) => (await open.search(base, { ...BYTES, ...options })).searchEntries as LdapEntry[]);

  const below = (filter: string, attributes: string[]) =>
    search(baseDn, { scope: "sub", filter, attributes, paged: { pageSize: PAGE_SIZE } });

  /** Where nobody is found it has to be the person that is not there, and not our sight of the directory. */
  async function findOne(filter: string, attributes: string[]): Promise<LdapEntry | null> {
    const [found] = await below(filter, attributes);
    if (found) return found;
    const [base] = await search(baseDn, {
      scope: "base",
      filter: "(objectClass=*)",
      attributes: ["objectClass"],
    });
    const some = await search(baseDn, {
      scope: "sub",
      filter: people,
      attributes: ["1.1"],
      sizeLimit: 1,
    }).catch(ofLimit);
    if (!base || some.length === 0) throw new AskLater("The directory shows nobody just now.");
    return null;
  }

  async function idOfDn(dn: string): Promise<string | null> {
    const key = dn.toLowerCase();
    const known = idsByDn.get(key);
    if (known) return known;
    const options = { scope: "base" as const, filter: "(objectClass=*)", attributes: [...ID_ATTRIBUTES] };
    // A member that is there no more is named all the same where a directory does not keep references.
    const [entry] = await asking(
      async (open) =>
        (await open.search(dn, { ...BYTES, ...options }).catch(ofNoSuch)).searchEntries as LdapEntry[],
    );
    const id = entry ? idOf(entry) : null;
    if (id) idsByDn.set(key, id);
    return id;
  }

  async function peoplePage(cursor: string | undefined): Promise<Page> {
    return asking(async (open) => {
      if (!cursor || !reading)
        reading = open.searchPaginated(baseDn, {
          ...BYTES,
          scope: "sub",
          filter: people,
          attributes: PERSON_ATTRIBUTES,
          paged: { pageSize: PAGE_SIZE },
        });
      const { value, done } = await reading.next();
      if (done) {
        reading = null;
        return { items: [], end: { delta: null } };
      }
      const items = ((value as SearchResult).searchEntries as LdapEntry[]).map((entry) => {
        const id = idOf(entry);
        if (!id)
          throw new SourceRefused(
            "The directory does not tell entryUUID or objectGUID. Let the reader see it.",
          );
        idsByDn.set(entry.dn.toLowerCase(), id);
        return { kind: "person" as const, id, attributes: attributesOf(entry, false) };
      });
      return { items, cursor: "on" };
    });
  }

  async function groupsPage(tracked: readonly string[]): Promise<Page> {
    const items: SourceGroup[] = [];
    for (const id of tracked) {
      const entry = await findOne(`(&${groups}${idFilter(id)})`, [...ID_ATTRIBUTES, "cn", ...MEMBERS]);
      if (!entry) {
        items.push({ kind: "group", id, isRemoved: true });
        continue;
      }
      const members: { id: string }[] = [];
      for (const dn of MEMBERS.flatMap((name) => valuesOf(entry[name]))) {
        const member = await idOfDn(dn);
        if (member) members.push({ id: member });
      }
      items.push({ kind: "group", id, name: valuesOf(entry.cn)[0] ?? id, members });
    }
    return { items, end: { delta: null } };
  }

  return {
    async test() {
      const found = await below(people, [...ID_ATTRIBUTES]);
      const [someone] = found;
      if (someone && !idOf(someone))
        throw new SourceRefused(
          "The directory does not tell entryUUID or objectGUID. Let the reader see it.",
        );
      return { people: found.length };
    },
    page: (stream, { cursor }, tracked) => (stream === "people" ? peoplePage(cursor) : groupsPage(tracked)),
    async look(id) {
      const entry = await findOne(`(&${people}${idFilter(id)})`, PERSON_ATTRIBUTES);
      return entry ? { isThere: true, attributes: attributesOf(entry, true) } : { isThere: false };
    },
    async memberships(id, tracked) {
      const person = await findOne(idFilter(id), ["1.1"]);
      if (!person) return [];
      const isMember = MEMBERS.map((name) => `(${name}=${escaped(person.dn)})`).join("");
      const found = await below(`(&${groups}(|${isMember}))`, [...ID_ATTRIBUTES]);
      return found.flatMap((entry) => idOf(entry) ?? []).filter((each) => tracked.includes(each));
    },
    async findGroups(words) {
      const filter = words ? `(&${groups}(cn=${escaped(words)}*))` : groups;
      const found = await below(filter, [...ID_ATTRIBUTES, "cn"]);
      return found.flatMap((entry) => {
        const id = idOf(entry);
        return id ? [{ id, name: valuesOf(entry.cn)[0] ?? entry.dn }] : [];
      });
    },
    async close() {
      await client?.unbind().catch(() => undefined);
      client = null;
    },
  };
}

const NO_SUCH_OBJECT = 32;
const SIZE_LIMIT = 4;
const REFUSALS: Record<number, string> = {
  7: "It does not take this way of signing in.",
  8: "It wants another way of signing in.",
  11: "It gives fewer entries than there are. Lift its limit for the reader.",
  13: "It wants TLS.",
  32: "There is nothing at the place to look below.",
  34: "A name is not written as a DN.",
  48: "It does not let us in that way.",
  49: "The name or the password is wrong.",
  50: "The reader may not read there.",
};

const ofNoSuch = (error: unknown): SearchResult => {
  if (error instanceof ResultCodeError && error.code === NO_SUCH_OBJECT)
    return { searchEntries: [], searchReferences: [] };
  throw error;
};

/** More than one is there: that is all that was asked. */
const ofLimit = (error: unknown): unknown[] => {
  if (error instanceof AskLater && error.message.includes(`(${SIZE_LIMIT})`)) return [{}];
  throw error;
};

function failureOf(error: unknown): Error {
  if (error instanceof AskLater || error instanceof SourceRefused) return error;
  if (error instanceof ResultCodeError) {
    const words = REFUSALS[error.code];
    if (words) return new SourceRefused(`The directory refused: ${words}`);
    return new AskLater(`The directory could not answer (${error.code}).`);
  }
  const { code, message } = error as { code?: string; message?: string };
  if (code && /CERT|SELF_SIGNED|ISSUER|ALTNAME/.test(code))
    return new SourceRefused(`The directory’s certificate is not trusted (${code}). Paste its authority’s.`);
  return new AskLater(`The directory did not answer: ${code ?? message ?? "it broke off"}.`);
}
