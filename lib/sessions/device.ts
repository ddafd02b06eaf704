import Bowser from "bowser";

const UNKNOWN = "Unknown device";
const USER_AGENT_MAX = 300;

/**
 * A browser and its system in words, such as "Firefox on Windows", by what the browser says of itself. The family alone:
 * with another version it is the same device. Anybody can say anything there, so it is good for telling one's own apart
 * and for nothing else.
 */
export function deviceInWords(userAgent: string | null): string {
  const text = userAgent?.slice(0, USER_AGENT_MAX).trim();
  if (!text) return UNKNOWN;
  const { browser, os } = Bowser.parse(text);
  // The library takes a name that it does not know from the text itself, which is anybody's.
  const family = BROWSERS.has(browser.name ?? "") ? browser.name : "Another browser";
  if (os.name && SYSTEMS.has(os.name)) return `${family} on ${os.name}`;
  return browser.name && family === browser.name ? browser.name : UNKNOWN;
}

const BROWSERS: ReadonlySet<string> = new Set(Object.values(Bowser.BROWSER_MAP));
const SYSTEMS: ReadonlySet<string> = new Set(Object.values(Bowser.OS_MAP));
