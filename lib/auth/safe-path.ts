const HERE = "http://here.invalid";

/**
 * The path to go to after signing in: only ever one on this site (OWASP ASVS 5.0, 1.2.2). Anything else is "/".
 * A full address is taken for its path alone, because next-auth makes full addresses of its own pages.
 */
export function safePath(target: string | null | undefined): string {
  if (!target || hasControlCharacter(target)) return "/";
  const url = URL.canParse(target, HERE) ? new URL(target, HERE) : null;
  if (!url || !["http:", "https:"].includes(url.protocol)) return "/";
  const path = `${url.pathname}${url.search}${url.hash}`;
  return /^\/(?![/\\])/.test(path) && !isOfNextAuth(url.pathname) ? path : "/";
}

// Its pages would lead round in a circle, however their address is written.
function isOfNextAuth(pathname: string): boolean {
  try {
    return decodeURIComponent(pathname).toLowerCase().startsWith("/api/auth");
  } catch {
    return true;
  }
}

const hasControlCharacter = (text: string) =>
  Array.from(text).some((character) => character.charCodeAt(0) < 0x20);
