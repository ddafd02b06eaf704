import { connect } from "@/scripts/migrate/connect";
import { ensurePbxLogin } from "@/scripts/migrate/roles";
import { importCommand } from "@/scripts/rollcall/import/command";
import { newPbxPassword, pbxUrl } from "@/scripts/rollcall/pbx-login";
import type { Command } from "@/scripts/rollcall/usage";
import { Failure } from "@/scripts/shared/failure";

/** What the tool can do. The product's own code is imported when it is needed: it reads its settings at import. */
export const commands: Record<string, Command> = {
  "create-organization": {
    summary: "Make an organization. Its first admin is made with create-admin.",
    options: {
      name: { description: "its name, such as Acme" },
      slug: { description: "its part of every address: small letters, digits, hyphens" },
      domain: { description: "its primary mail domain, such as acme.com" },
      "managed-by": { description: "slug of the managing organization above it", fallback: "the operator" },
      managing: {
        description: "its admins may manage others, as those of the first one always may",
        flag: true,
      },
    },
    async run({ transaction }, { text, flag }) {
      const { createOrganizationBelow } = await import("@/lib/setup/organizations");
      const { name = "", slug = "", domain = "", "managed-by": managedBy } = text;
      const given = { name, slug, domain, managing: flag.managing ?? false };
      const made = await transaction(async (tx) =>
        unwrap(await createOrganizationBelow(tx, { ...given, ...(managedBy ? { managedBy } : {}) })),
      );
      return `Made the organization ${made.slug}.`;
    },
  },
  "create-admin": {
    summary: "Make an organization's admin, and print a link that works once.",
    options: {
      organization: { description: "slug of the organization" },
      "first-name": { description: "given name" },
      "last-name": { description: "family name" },
      username: { description: "local or local@domain; the primary domain without one" },
      "access-email": { description: "where this person's mail goes" },
    },
    async run({ transaction }, { text }) {
      const { createAdmin } = await import("@/lib/setup/admins");
      const made = await transaction(async (tx) =>
        unwrap(
          await createAdmin(tx, {
            organization: text.organization ?? "",
            firstName: text["first-name"] ?? "",
            lastName: text["last-name"] ?? "",
            username: text.username ?? "",
            accessEmail: text["access-email"] ?? "",
          }),
        ),
      );
      return `Made the admin ${made.username}. Open this link to choose a password; it works once:\n${made.link}`;
    },
  },
  "reset-admin": {
    summary:
      "Let an admin who is locked out, or has lost their second step, back in by a link that works once.",
    options: {
      organization: { description: "slug of the organization" },
      username: { description: "local or local@domain" },
    },
    async run({ transaction }, { text }) {
      const { resetAdmin } = await import("@/lib/setup/admins");
      const { organization = "", username = "" } = text;
      const reset = await transaction(async (tx) => unwrap(await resetAdmin(tx, { organization, username })));
      const also = reset.isSecondStepReset ? " Their second step is reset, too." : "";
      return `Open this link to choose a new password for ${reset.username}; it works once.${also}\n${reset.link}`;
    },
  },
  "clear-allowlist": {
    summary: "Let an organization's people in from any network and at any hour again, when nobody gets in.",
    options: { organization: { description: "slug of the organization" } },
    async run({ transaction }, { text }) {
      const { clearAllowlist } = await import("@/lib/setup/allowlist");
      const cleared = await transaction(async (tx) =>
        unwrap(await clearAllowlist(tx, text.organization ?? "")),
      );
      return `People of ${cleared.name} get in from any network and at any hour.`;
    },
  },
  "api-key": {
    summary: "Make an API key of an organization, and print it this once.",
    options: {
      organization: { description: "slug of the organization" },
      scope: { description: "what it is for, such as imports.read,imports.write" },
      name: { description: "what it is listed as", fallback: "Command line" },
      username: {
        description: "local or local@domain of the admin whose rights it has at most",
        fallback: "the longest-standing active one",
      },
      days: { description: "for how many days it is good", fallback: "90" },
    },
    async run({ transaction }, { text }) {
      const { createKeyFor } = await import("@/lib/setup/api-keys");
      const { organization = "", scope = "", name = "Command line", username, days = "90" } = text;
      const scopes = scope.split(",").map((each) => each.trim());
      const made = await transaction(async (tx) =>
        unwrap(
          await createKeyFor(tx, {
            organization,
            name,
            scopes,
            expiresInDays: Number(days),
            ...(username ? { username } : {}),
          }),
        ),
      );
      return `Made a key in the name of ${made.maker}, good until ${made.expiresAt.toISOString().slice(0, 10)}. It is shown only now:\n${made.secret}`;
    },
  },
  "pbx-login": {
    summary:
      "Give the PBX's database login a new password, and print it this once. It reads three views and nothing else.",
    options: {},
    async run({ adminUrl }) {
      const password = newPbxPassword();
      const admin = await connect(adminUrl, "DATABASE_URL");
      const name = await ensurePbxLogin(admin, password).finally(() => admin.end());
      return `The PBX signs in as ${name}. Its password is shown only now:\n${pbxUrl(adminUrl, name, password)}`;
    },
  },
  import: importCommand,
  "verify-audit": {
    summary: "Check that nobody has changed the audit log from outside. Ends with 1 where somebody has.",
    operand: { name: "organization", description: "its slug; all of them without one", isOptional: true },
    options: {},
    async run({ transaction }, { operand }) {
      const { verifyLogs } = await import("@/lib/setup/audit-log");
      const { lines, isUnbroken } = unwrap(await verifyLogs(transaction, operand ?? null));
      if (!isUnbroken) throw new Failure(lines.join("\n"));
      return lines.join("\n");
    },
  },
  demo: {
    summary: "Load the demo organization acme, with people and one account of each role.",
    options: {},
    async run({ transaction, dataDir }) {
      const { loadDemo } = await import("@/lib/setup/demo");
      const { writeDemoAccounts } = await import("@/lib/setup/first-start");
      const file = await transaction(async (tx) => writeDemoAccounts(dataDir, unwrap(await loadDemo(tx))));
      return `Made the demo organization. Its accounts and passwords: ${file}`;
    },
  },
};

type Outcome<T> = { ok: true; value: T } | { ok: false; error: { message: string } };

// Thrown inside the transaction, so that nothing of a refused command stays.
function unwrap<T>(outcome: Outcome<T>): T {
  if (!outcome.ok) throw new Failure(outcome.error.message);
  return outcome.value;
}
