import "server-only";
import { type GivenCredentials, readyCredentials } from "@/lib/credentials/give";
import type { Actor } from "@/lib/permissions/actor";
import { can } from "@/lib/permissions/can";
import { assignmentOf } from "@/lib/permissions/grants";
import type { Grants } from "@/lib/permissions/grants-schema";
import type { Permission } from "@/lib/permissions/permissions";
import { forbidden, type Result } from "@/lib/result";
import type { GivenSeats } from "@/lib/services/given";
import type { ExtensionChoice } from "@/lib/telephony/input";
import { createUser, updateUser } from "@/lib/users/commands";
import type { UserInput } from "@/lib/users/input";
import type { UserFormValues } from "@/lib/users/user-form";
import { freeUsername, readSettings } from "@/lib/users/user-form-queries";
import { readUserForm, type UserFormIssue } from "@/lib/users/user-form-read";

type Saved = Result<{ id: string }>;

/**
 * Adds the person of a form. The form made the id, so that sending it twice adds one person. `grants` come before the
 * role and the access profile of its values.
 */
export function addFromForm(
  actor: Actor,
  id: string,
  values: UserFormValues,
  credentials: GivenCredentials = { setting: "link" },
  grants?: Grants,
  seats?: GivenSeats,
  extension?: ExtensionChoice,
): Promise<Saved> {
  const { role, accessProfile } = grants ? assignmentOf(grants) : values;
  const given = { ...values, role, accessProfile: accessProfile ?? "" };
  return save(actor, "users.create", given, async (input) => {
    const ready = await readyCredentials(actor, input, credentials);
    return ready.ok ? createUser(actor, input, id, ready.value, grants, seats, extension) : ready;
  });
}

/** Edits a person by a form that began with their `version`. */
export function editFromForm(
  actor: Actor,
  userId: string,
  version: number,
  values: UserFormValues,
): Promise<Saved> {
  return save(actor, "users.update", values, (input) => updateUser(actor, userId, version, input));
}

async function save(
  actor: Actor,
  permission: Permission,
  values: UserFormValues,
  write: (input: UserInput) => Promise<Saved>,
): Promise<Saved> {
  // Before the form is read: what is wrong with it follows from the settings, which are not for everybody.
  if (!can(actor, permission)) return forbidden();
  const read = readUserForm(values, await readSettings(actor));
  if (!read.ok) return read;
  const saved = await write(read.value);
  const isTaken = !saved.ok && saved.error.code === "invalid";
  const issue = isTaken ? saved.error.issues?.find(({ path }) => path === "usernameLocal") : undefined;
  return issue ? offerUsername(actor, read.value, saved, issue) : saved;
}

/** Adds to a refusal of a username the next one that is free. */
async function offerUsername(
  actor: Actor,
  { usernameLocal, domain }: UserInput,
  saved: Saved,
  issue: UserFormIssue,
): Promise<Saved> {
  const free = await freeUsername(actor, `${usernameLocal}@${domain}`);
  if (saved.ok || !free) return saved;
  const offered: UserFormIssue = { ...issue, suggestion: free.slice(0, free.lastIndexOf("@")) };
  const issues = saved.error.issues?.map((each) => (each === issue ? offered : each));
  return { ok: false, error: { ...saved.error, issues } };
}
