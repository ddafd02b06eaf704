/** What a directory says of a person: texts by attribute, null where it says that there is none. */
export type Attributes = Record<string, string | null>;

export type SourcePerson = { kind: "person"; id: string; isRemoved?: boolean; attributes?: Attributes };

export type SourceGroup = {
  kind: "group";
  id: string;
  isRemoved?: boolean;
  name?: string;
  /** Who came or went, or everybody where it is read anew. */
  members?: { id: string; isRemoved?: boolean }[];
};

export type SourceItem = SourcePerson | SourceGroup;

/** The two readings of a directory: its people, and the groups that are asked for. */
export const STREAMS = ["people", "groups"] as const;
export type Stream = (typeof STREAMS)[number];

/** Where a reading stands. Without either it begins anew with everybody. */
export type Place = {
  /** Where the last complete reading ended: what has changed since is asked for. */
  delta?: string;
  /** The next page of one that is under way. */
  cursor?: string;
  /** Attributes that the directory has no more, and is not asked for. */
  without?: string[];
};

/** A page; of the last one the next place to begin at. */
export type Page = { items: SourceItem[] } & (
  | { cursor: string; end?: undefined }
  | { cursor?: undefined; end: { delta: string | null } }
);

/** What a look at one person comes to: positive either way. */
export type Looked = { isThere: true; attributes: Attributes } | { isThere: false };

export type ListedGroup = { id: string; name: string };

/** A directory that people are brought over from. Whatever goes wrong is thrown as one of the errors below. */
export type Source = {
  /** Asks for a little of everything that a run needs. @returns how many people it has, where it tells */
  test: () => Promise<{ people: number | null }>;
  page: (stream: Stream, place: Place, groups: readonly string[]) => Promise<Page>;
  look: (personId: string, without: readonly string[]) => Promise<Looked>;
  /** In which of these groups somebody is. */
  memberships: (personId: string, groups: readonly string[]) => Promise<string[]>;
  findGroups: (words: string) => Promise<ListedGroup[]>;
  close?: () => Promise<void>;
};

/** It is to be asked again later: it is overloaded, or did not answer as it should. */
export class AskLater extends Error {
  constructor(
    message: string,
    /** How long it wants to be left alone, where it says so. */
    readonly seconds: number | null = null,
  ) {
    super(message);
  }
}

/** It has forgotten where the last reading ended: everybody is to be read anew. */
export class ReadAnew extends Error {}

/** It has no such attribute any more. */
export class AttributeGone extends Error {
  constructor(readonly attribute: string) {
    super(`The directory has no attribute “${attribute}”.`);
  }
}

/** It refuses, in words for whoever set the connection up; asking again changes nothing. */
export class SourceRefused extends Error {}
