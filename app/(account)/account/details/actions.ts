"use server";

import { refresh } from "next/cache";
import { changeOwnDetails } from "@/lib/account/details";
import { OWN_FIELDS } from "@/lib/account/own-fields";
import { findHomeActor } from "@/lib/auth/guard";
import { type FormState, formStateOf, textsIn } from "@/lib/form-state";
import { isStorable } from "@/lib/storable";

const LENGTH_MAX = 10_000;

/** Changes one's own details, as far as the organization lets one. */
export async function saveOwnDetails(_: FormState, form: FormData): Promise<FormState> {
  const actor = await findHomeActor();
  if (!actor) return { error: "You are not signed in any more." };
  if (!(form instanceof FormData)) return { error: "Choose what to change." };
  const typed = textsIn(form);
  const texts = Object.fromEntries(
    OWN_FIELDS.flatMap((field) => (typed[field]?.[0] === undefined ? [] : [[field, typed[field][0]]])),
  );
  if (Object.values(texts).some((text) => text.length > LENGTH_MAX || !isStorable(text)))
    return { error: "Some of it cannot be kept." };
  const version = Number(typed.version?.[0]);
  const saved = await changeOwnDetails(actor, version, texts);
  if (saved.ok) refresh();
  return formStateOf(saved, form, "Your details are saved.");
}
