import { gzipSync } from "node:zlib";

export type Script = { path: string; gzipBytes: number };

/** The scripts that a page's HTML has a browser load at once, largest first, each with its size under gzip. */
export async function firstLoadScripts(url: string, cookie = ""): Promise<Script[]> {
  const html = await (await fetch(url, { headers: { cookie } })).text();
  const scripts = scriptsOf(html).map(async (path): Promise<Script> => {
    const answer = await fetch(new URL(path, url));
    if (!answer.ok) throw new Error(`${path} was answered with ${answer.status}.`);
    return { path, gzipBytes: gzipSync(new Uint8Array(await answer.arrayBuffer())).length };
  });
  return (await Promise.all(scripts)).sort((a, b) => b.gzipBytes - a.gzipBytes);
}

/** The paths of scripts and of links that load scripts, each once; not those for browsers without modules. */
export function scriptsOf(html: string): string[] {
  const tags = html.match(/<(?:script|link)\b[^>]*>/g) ?? [];
  const attribute = (tag: string, name: string) => new RegExp(`\\s${name}="([^"]*)"`).exec(tag)?.[1];
  const paths = tags
    .filter((tag) => !/\snomodule\b/i.test(tag))
    .map((tag) => {
      if (tag.startsWith("<script")) return attribute(tag, "src");
      const isScript = attribute(tag, "as") === "script" || attribute(tag, "rel") === "modulepreload";
      return isScript ? attribute(tag, "href") : undefined;
    })
    .filter((path) => path !== undefined);
  return [...new Set(paths.map((path) => path.replaceAll("&amp;", "&")))];
}

export const totalBytes = (scripts: readonly Script[]) =>
  scripts.reduce((sum, { gzipBytes }) => sum + gzipBytes, 0);
