const DECLARED = /^export (?:async )?function (\w+)|^export const (\w+)(?::| =)/;
const LISTED = /^export \{([^}]*)\}/;
const TYPE = /^export (?:type|interface) /;

/**
 * The names that a source file exports.
 * @throws Error for a form in which a name could hide, such as `export *` or a destructured constant
 */
export function exportedNames(path: string, source: string): string[] {
  return [...source.matchAll(/^\s*export\b/gm)].flatMap(({ index }) => {
    const statement = source.slice(index).trimStart();
    const declared = DECLARED.exec(statement);
    const listed = LISTED.exec(statement)?.[1];
    if (declared) return [declared[1] ?? declared[2] ?? ""];
    if (listed !== undefined) return namesIn(listed);
    if (TYPE.test(statement)) return [];
    throw new Error(`${path} has an export that is not understood: ${statement.split("\n", 1)[0]}`);
  });
}

function namesIn(list: string): string[] {
  const names = list.split(",").map((each) => each.trim());
  return names
    .filter(Boolean)
    .flatMap((each) => (each.startsWith("type ") ? [] : (each.split(/\s+as\s+/).at(-1) ?? [])));
}
