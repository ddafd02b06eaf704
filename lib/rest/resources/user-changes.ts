import "server-only";
import type * as z from "zod";
import type { Actor } from "@/lib/permissions/actor";
import { can } from "@/lib/permissions/can";
import type { Grants } from "@/lib/permissions/grants-schema";
import { isThere } from "@/lib/rest/etag";
import { BASE_PATH } from "@/lib/rest/match";
import type { Versions } from "@/lib/rest/operation";
import { changedSince, findThere } from "@/lib/rest/resources/one-user";
import { apiUserOf } from "@/lib/rest/resources/user-mapping";
import type { ApiUser, newUserSchema, userChangeSchema } from "@/lib/rest/resources/user-shape";
import { fail, notFound, ok, type Result } from "@/lib/result";
import { findUser } from "@/lib/users/queries";
import { blankUserForm, suggestUsername, type UserFormValues, userFormOf } from "@/lib/users/user-form";
import { addFromForm, editFromForm } from "@/lib/users/user-form-commands";
import { userFormChoices } from "@/lib/users/user-form-queries";

type Sent = Result<{ body: ApiUser; version: number; location?: string }>;

/** Adds a person; what a program says is read as a form's texts are. */
export async function addUser(
  actor: Actor,
  id: string,
  given: z.output<typeof newUserSchema>,
): Promise<Sent> {
  const { username, role, groups, permissions, credentials, ...details } = given;
  if (groups && groups.length > 0 && !can(actor, "users.groups.update"))
    return fail("forbidden", "To take somebody into groups, a key needs the scope groups.write too.");
  const choices = await userFormChoices(actor);
  const blank = blankUserForm(choices.primaryDomain, role, choices.properties);
  const named = overlaid(blank, details, choices.primaryDomain);
  const { local, domain } = suggestUsername(named, choices);
  const values =
    username === undefined
      ? { ...named, usernameLocal: local, domain }
      : { ...named, ...usernameParts(username, choices.primaryDomain) };
  const grants: Grants | undefined =
    groups || permissions
      ? {
          by: "role",
          role,
          accessProfile: details.accessProfile ?? null,
          groups: groups ?? [],
          permissions: permissions ?? [],
        }
      : undefined;
  const added = await addFromForm(actor, id, values, credentials, grants);
  if (!added.ok) return asGiven(added);
  return answerOf(actor, id, `${BASE_PATH}/users/${id}`);
}

/** Changes what is said of a person, and nothing else. */
export async function editUser(
  actor: Actor,
  userId: string,
  versions: Versions | null,
  given: z.output<typeof userChangeSchema>,
): Promise<Sent> {
  const found = await findThere(actor, userId);
  if (!found.ok) return found;
  const { version } = found.value;
  if (!isThere(versions, version)) return changedSince();
  const { username, ...details } = given;
  const form = userFormOf(found.value);
  const { primaryDomain } = await userFormChoices(actor);
  const values = {
    ...overlaid(form, details, form.domain),
    ...(username === undefined ? {} : usernameParts(username, primaryDomain)),
  };
  const saved = await editFromForm(actor, userId, version, values);
  return saved.ok ? answerOf(actor, userId) : asGiven(saved);
}

async function answerOf(actor: Actor, id: string, location?: string): Promise<Sent> {
  const user = await findUser(actor, id);
  if (!user) return notFound("person");
  return ok({ body: apiUserOf(user), version: user.version, ...(location ? { location } : {}) });
}

type Details = Omit<z.output<typeof userChangeSchema>, "username">;

/** A form with what is said; null is a field left blank. */
function overlaid(
  form: UserFormValues,
  { properties = {}, ...given }: Details,
  domain: string,
): UserFormValues {
  const said = Object.entries(given).filter(([, value]) => value !== undefined);
  const texts = Object.entries(properties).map(([id, value]) => [id, value ?? ""]);
  return {
    ...form,
    ...Object.fromEntries(said.map(([name, value]) => [name, value ?? ""])),
    domain,
    properties: { ...form.properties, ...Object.fromEntries(texts) },
  };
}

function usernameParts(username: string, primaryDomain: string) {
  const at = username.lastIndexOf("@");
  return at < 0
    ? { usernameLocal: username, domain: primaryDomain }
    : { usernameLocal: username.slice(0, at), domain: username.slice(at + 1) };
}

/** A refusal that names fields as programs do. */
function asGiven(refused: Result<unknown>): Result<never> {
  if (refused.ok) throw new Error("This was not refused.");
  const { issues, ...error } = refused.error;
  const named = issues?.map(({ path, message }) => ({
    path: path === "usernameLocal" || path === "domain" ? "username" : path,
    message,
  }));
  return { ok: false, error: named ? { ...error, issues: named } : error };
}
