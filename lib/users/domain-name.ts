import { quote } from "@/lib/users/reading";

export type DomainName = { domain: string } | { words: string };

const LABEL = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/;
const DOMAIN_LENGTH_MAX = 253;

/**
 * Reads the name of a mail domain (RFC 1035 labels, at least two of them): lower case, international names in ASCII
 * (UTS 46), so that both spellings of one domain are equal. Else words that end a sentence about it.
 */
export function readDomainName(text: string): DomainName {
  const typed = text.trim().toLowerCase();
  if (/\s/.test(typed)) return { words: "has a space inside." };
  if (/[\uff00-\uffef\u3002]/.test(typed)) {
    return { words: `has full-width characters in ${quote(typed)}. Type it again with plain ones.` };
  }
  const domain = toAscii(typed);
  const labels = domain.split(".");
  if (labels.length < 2) return { words: `has no dot in ${quote(typed)}: a domain looks like example.com.` };
  const isWellFormed =
    domain.length <= DOMAIN_LENGTH_MAX &&
    labels.every((label) => LABEL.test(label)) &&
    /[a-z]/.test(labels.at(-1) ?? "") &&
    (labels.at(-1) ?? "").length > 1;
  return isWellFormed ? { domain } : { words: `has no valid domain in ${quote(typed)}.` };
}

export const isDomain = (name: DomainName): name is { domain: string } => "domain" in name;

// The URL parser carries the only UTS 46 that browsers and Node share. It is asked about letters, marks, digits,
// hyphens and dots alone, as everything else means something to it.
function toAscii(domain: string): string {
  if (!/[^\0-\x7f]|(?:^|\.)xn--/.test(domain) || !/^[\p{L}\p{M}\p{N}.\-\u00b7\u30fb]+$/u.test(domain)) {
    return domain;
  }
  try {
    return new URL(`http://${domain.normalize("NFC")}`).hostname;
  } catch {
    return domain;
  }
}
