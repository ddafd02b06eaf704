"use server";

import { refresh } from "next/cache";
import type * as z from "zod";
import { organizationAction } from "@/lib/action";
import { type FormState, formStateOf } from "@/lib/form-state";
import { brandInput, saveBrand as save } from "@/lib/organizations/brand";
import { LOGO_BYTES_MAX } from "@/lib/organizations/png";

const run = organizationAction("settings.update", brandInput, async (actor, input) => {
  const saved = await save(actor, input);
  if (saved.ok) refresh();
  return saved;
});

/** Changes what the organization looks like. */
export async function saveBrand(org: string, _: FormState, form: FormData): Promise<FormState> {
  return formStateOf(await run(org, await inputIn(form)), form, "Saved.");
}

/** What is no form is no input either, and is judged as such after its sender. */
async function inputIn(form: unknown): Promise<z.input<typeof brandInput>> {
  if (!(form instanceof FormData)) return form as z.input<typeof brandInput>;
  const [color, file] = [form.get("color"), form.get("logo")];
  const isChosen = file instanceof File && file.size > 0;
  // One byte more than may be is enough to refuse it.
  const bytes = isChosen ? await file.slice(0, LOGO_BYTES_MAX + 1).arrayBuffer() : null;
  const logo = bytes && Buffer.from(bytes).toString("base64");
  return { color: typeof color === "string" ? color : "", logo, removeLogo: form.has("removeLogo") };
}
