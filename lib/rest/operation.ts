import type * as z from "zod";
import type { ApiScope } from "@/lib/api-keys/scopes";
import type { Permission } from "@/lib/permissions/permissions";
import type { FailureCode, Result } from "@/lib/result";

export const METHODS = ["GET", "POST", "PUT", "PATCH", "DELETE"] as const;
export type Method = (typeof METHODS)[number];

/** Who may call: a key with this scope, of somebody with this right; whoever is signed in; or anybody. */
export type Access = { scope: ApiScope; permission: Permission } | "session" | "public";

export type Success = 200 | 201 | 202 | 204;

/** One way in which a call can succeed. Without a schema there is no body. */
export type Answer = {
  about: string;
  schema?: z.ZodType;
  example?: unknown;
  /** What it is where it is no JSON. */
  mediaType?: string;
};

/** What a call can say, as it is documented and as a test sends it. */
export type Example = {
  params?: Record<string, string>;
  query?: Record<string, string>;
  body?: unknown;
};

/**
 * One operation of the API, said once: what is answered, what is refused, and what the document tells of it are made from
 * this. Parameters of the path are texts; one that is nobody's is not found.
 */
export type Operation = {
  method: Method;
  /** Behind `/api/v1`, with `{names}` for parameters. */
  path: `/${string}`;
  summary: string;
  about?: string;
  access: Access;
  query?: z.ZodObject;
  body?: z.ZodType;
  /** What the body is where it is no JSON. */
  bodyType?: "multipart/form-data";
  answers: Partial<Record<Success, Answer>>;
  /** The shape of the answer, or of each of its `items`, of which `fields` picks some. */
  fields?: z.ZodObject;
  /** Whether `If-Match` has to say which version is changed, or may; left out, it is refused. */
  ifMatch?: "required" | "accepted";
  /** Codes beside those that follow from the rest. */
  refusals?: readonly FailureCode[];
  example: Example;
  /** The route that serves it, where it is not the one for all. */
  servedBy?: string;
};

/** The operations of one kind of thing, by what they do. */
export type Operations = Readonly<Record<string, Operation>>;

/** A kind of thing with its operations; the name is that of its part of the document. */
export type Resource<Ops extends Operations = Operations> = { name: string; about: string; operations: Ops };

/** Declares a kind of thing, and keeps its types for whoever handles it. */
export const resource = <const Ops extends Operations>(
  name: string,
  about: string,
  operations: Ops,
): Resource<Ops> => ({ name, about, operations });

type NamesIn<Path extends string> = Path extends `${string}{${infer Name}}${infer Rest}`
  ? Name | NamesIn<Rest>
  : never;

type OutputOf<Schema> = Schema extends z.ZodType ? z.output<Schema> : undefined;

/** What `If-Match` says: whatever version there is, or these. */
export type Versions = "any" | readonly number[];

/** What a handler is told, read by the declaration. `newId` is the same when a call is repeated by its key. */
export type Given<Op extends Operation> = {
  params: Record<NamesIn<Op["path"]>, string>;
  query: OutputOf<Op["query"]>;
  body: OutputOf<Op["body"]>;
  fields: readonly string[] | null;
  versions: Versions | null;
  newId: string;
};

type AnswersOf<Op extends Operation> = NonNullable<Op["answers"][keyof Op["answers"] & Success]>;
type BodyOf<Given> = Given extends { schema: infer Schema extends z.ZodType }
  ? Omit<z.input<Schema>, "next">
  : undefined;

/**
 * What a handler answers with. `version` becomes the ETag, `after` the cursor in the link to the next page, and the
 * status has to be said where there are several.
 */
export type Sent<Op extends Operation> = {
  body: BodyOf<AnswersOf<Op>>;
  status?: keyof Op["answers"] & Success;
  version?: number;
  location?: string;
  after?: string | null;
};

/** What carries the operations of a resource out, one for each of those that no route of its own serves. */
export type Handlers<Ops extends Operations, Who> = {
  [Name in keyof Ops as Ops[Name] extends { servedBy: string } ? never : Name]: (
    who: Who,
    given: Given<Ops[Name]>,
  ) => Promise<Result<Sent<Ops[Name]>>>;
};

/** The names of the parameters in a path. */
export const parameterNames = (path: string): string[] =>
  [...path.matchAll(/\{(\w+)\}/g)].map((match) => match[1] ?? "");
