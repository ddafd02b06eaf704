// RFC 6761 and RFC 8375, and what clouds and containers call themselves.
const INTERNAL_NAMES = [
  "localhost",
  "localdomain",
  "local",
  "internal",
  "intranet",
  "lan",
  "home.arpa",
  "test",
];

const URL_LENGTH_MAX = 2000;

export type Target = { url: URL /** The name or address, without brackets. */; host: string; port: number };

type Allowed = { /** Whether http will do, as in tests. */ http: boolean };

/**
 * What a typed address comes to, or why nothing is asked there. Where its name leads to is for the DNS to say.
 * @returns words for whoever typed it, where it is refused
 */
export function readTarget(text: string, { http }: Allowed): { target: Target } | { refused: string } {
  const url = text.length <= URL_LENGTH_MAX && URL.canParse(text) ? new URL(text) : null;
  if (!url) return { refused: "That is no address of the web. It looks like https://example.com/path." };
  if (url.protocol !== "https:" && !(http && url.protocol === "http:"))
    return { refused: "The address has to begin with https://." };
  if (url.username || url.password) return { refused: "The address may not hold a username or a password." };
  const host = url.hostname.replace(/^\[(.*)\]$/, "$1");
  const usual = url.protocol === "https:" ? 443 : 80;
  return { target: { url, host, port: url.port === "" ? usual : Number(url.port) } };
}

/** Whether a name says by itself that it is none of the public internet. */
export function isInternalName(host: string): boolean {
  const name = host.toLowerCase().replace(/\.$/, "");
  return (
    !name.includes(".") ||
    INTERNAL_NAMES.some((internal) => name === internal || name.endsWith(`.${internal}`))
  );
}
