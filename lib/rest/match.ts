import type { Operation } from "@/lib/rest/operation";

export const BASE_PATH = "/api/v1";

/** An operation with what its path was given. */
export type Match = { operation: Operation; params: Record<string, string> };

/** The operations at an address; none where nothing is there. */
export function matchPath(operations: readonly Operation[], pathname: string): Match[] {
  const parts = pathname.slice(BASE_PATH.length).split("/").slice(1);
  const decoded = parts.map(decode);
  if (!pathname.startsWith(`${BASE_PATH}/`) || decoded.includes(null)) return [];
  return operations.flatMap((operation) => {
    const params = paramsOf(operation.path, decoded as string[]);
    return params ? [{ operation, params }] : [];
  });
}

function paramsOf(path: string, parts: readonly string[]): Record<string, string> | null {
  const own = path.split("/").slice(1);
  if (own.length !== parts.length) return null;
  const params: Record<string, string> = {};
  for (const [index, part] of own.entries()) {
    const given = parts[index] ?? "";
    const name = /^\{(\w+)\}$/.exec(part)?.[1];
    if (name === undefined ? part !== given : given === "") return null;
    if (name !== undefined) params[name] = given;
  }
  return params;
}

function decode(part: string): string | null {
  try {
    return decodeURIComponent(part);
  } catch {
    return null;
  }
}
