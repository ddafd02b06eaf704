import { isDomain, readDomainName } from "@/lib/users/domain-name";
import { findLocalProblem, LOCAL_LENGTH_MAX } from "@/lib/users/email";
import { USER_FIELD_INFO } from "@/lib/users/fields";
import { canonical, problem, quote, type Reading } from "@/lib/users/reading";
import { readText } from "@/lib/users/text";

/** The organization's mail domains, in the canonical form of `readDomainName`. */
export type OrganizationDomains = { domains: readonly string[]; primaryDomain: string };

/**
 * What a person signs in with, `local@domain` in lower case. A login stands as it is, at the primary domain when it
 * has none; a login at a domain that is not the organization's is a problem that names it. Without a login it is the
 * access email where that is at a domain of the organization, else its local part at the primary domain.
 *
 * `accessEmail` is canonical (`readEmail`). Blank when there is nothing to make a username from.
 */
export function usernameFor(
  { username = "", accessEmail = "" }: { username?: string; accessEmail?: string },
  organization: OrganizationDomains,
): Reading {
  if (username.trim() !== "") return readLogin(username, organization);
  const at = accessEmail.lastIndexOf("@");
  if (at < 0) return canonical("");
  return organization.domains.includes(accessEmail.slice(at + 1))
    ? canonical(accessEmail)
    : canonical(`${accessEmail.slice(0, at)}@${organization.primaryDomain}`);
}

/** Reads the part of a username before the @: a dot-atom of RFC 5321 in lower case, at most 64 characters. */
export function readUsernameLocal(text: string): Reading {
  const reading = readText(text, "username");
  if (!reading.ok || reading.value === "") return reading;
  const local = reading.value.toLowerCase();
  const { label } = USER_FIELD_INFO.username;
  const words = local.includes("@") ? "has its domain beside it: leave out the @." : findLocalProblem(local);
  return words ? problem("username_malformed", `${label} ${quote(local)} ${words}`) : canonical(local);
}

/**
 * The next usernames to try when one is taken: maria.miller2@…, maria.miller3@…; a name that ends in a digit gets a
 * hyphen first. Each stays within 64 characters before the @.
 */
export function usernameVariants(username: string, count: number): string[] {
  const at = username.lastIndexOf("@");
  const local = at < 0 ? username : username.slice(0, at);
  const domain = at < 0 ? "" : username.slice(at);
  const separator = /[0-9]$/.test(local) ? "-" : "";
  return Array.from({ length: count }, (_, index) => {
    const suffix = `${separator}${index + 2}`;
    return `${local.slice(0, LOCAL_LENGTH_MAX - suffix.length)}${suffix}${domain}`;
  });
}

function readLogin(text: string, { domains, primaryDomain }: OrganizationDomains): Reading {
  const reading = readText(text, "username");
  if (!reading.ok || reading.value === "") return reading;
  const login = reading.value.toLowerCase();
  const refuse = (code: "username_malformed" | "username_foreign_domain", words: string) =>
    problem(code, `${USER_FIELD_INFO.username.label} ${quote(login)}${words}`);
  const [local = "", domain, ...rest] = login.split("@");
  if (rest.length > 0) return refuse("username_malformed", " has more than one @.");
  if (local === "") return refuse("username_malformed", " has nothing before the @.");
  const localProblem = findLocalProblem(local);
  if (localProblem) return refuse("username_malformed", ` ${localProblem}`);
  if (domain === undefined) return canonical(`${local}@${primaryDomain}`);
  if (domains.includes(domain)) return canonical(login);
  const name = readDomainName(domain);
  if (!isDomain(name)) return refuse("username_malformed", ` ${name.words}`);
  if (domains.includes(name.domain)) return canonical(`${local}@${name.domain}`);
  return refuse(
    "username_foreign_domain",
    `: ${name.domain} is not a domain of this organization. Use ${domains.join(" or ")}.`,
  );
}
