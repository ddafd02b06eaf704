"use server";

import { refresh } from "next/cache";
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
  if (!(form instanceof FormData)) return { error: "Choose a colour or a logo." };
  const [color, file] = [form.get("color"), form.get("logo")];
  const isChosen = file instanceof File && file.size > 0;
  if (isChosen && file.size > LOGO_BYTES_MAX)
    return {
      fields: { logo: `At most ${LOGO_BYTES_MAX / 1024} kB; this one has ${Math.ceil(file.size / 1024)}.` },
    };
  const logo = isChosen ? Buffer.from(await file.arrayBuffer()).toString("base64") : null;
  const input = { color: typeof color === "string" ? color : "", logo, removeLogo: form.has("removeLogo") };
  return formStateOf(await run(org, input), form, "Saved.");
}
