/** What came of asking the DNS for the texts at a name. */
export type TxtAnswer =
  | { found: "texts"; texts: string[] }
  /** There is no record at the name; `domainExists` is whether there is the domain itself. */
  | { found: "nothing"; domainExists: boolean }
  | { found: "timeout" }
  | { found: "failure" };

/** What came of a check: whether the value was there, and words for a person. */
export type Finding = { isProven: boolean; words: string };

const PREFIX = "rollcall-domain=";

/** The name below a domain at which its proof stands: of its own, so that it is in nobody's way (RFC 8552). */
export const proofName = (domain: string): string => `_rollcall-challenge.${domain}`;

/** The text that proves a domain. */
export const proofValue = (challenge: string): string => PREFIX + challenge;

const SHOWN_MAX = 3;
const TEXT_SHOWN_MAX = 80;

/** Judges what the DNS answered for a domain's proof. */
export function judgeProof(domain: string, challenge: string, answer: TxtAnswer): Finding {
  const name = proofName(domain);
  if (answer.found === "texts") {
    if (answer.texts.some((text) => text.trim() === proofValue(challenge)))
      return { isProven: true, words: `${domain} is proven.` };
    const shown = answer.texts.slice(0, SHOWN_MAX).map(quote).join(", ");
    const more = answer.texts.length > SHOWN_MAX ? ` and ${answer.texts.length - SHOWN_MAX} more` : "";
    return no(
      `${name} has another value: ${shown}${more}. Put the one that stands here in its place, or beside it.`,
    );
  }
  if (answer.found === "timeout")
    return no("The DNS did not answer in time. Nothing is wrong with the record; check again in a minute.");
  if (answer.found === "failure")
    return no(
      `The DNS had an error for ${domain}, or could not be asked. Check again later; if it stays so, ask whoever looks after that DNS.`,
    );
  return answer.domainExists
    ? no(
        `There is no TXT record at ${name} yet. A new record can take from minutes to an hour until everybody sees it.`,
      )
    : no(`The DNS knows no domain ${domain}. Look at how it is written, or whether it is registered.`);
}

const no = (words: string): Finding => ({ isProven: false, words });

function quote(text: string): string {
  const plain = text.replace(/[^\x20-\x7e]/g, "?");
  return `“${plain.length > TEXT_SHOWN_MAX ? `${plain.slice(0, TEXT_SHOWN_MAX)}…` : plain}”`;
}
