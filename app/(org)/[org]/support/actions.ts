"use server";

import { refresh } from "next/cache";
import { headers } from "next/headers";
import { redirect } from "next/navigation";
import * as z from "zod";
import { organizationAction } from "@/lib/action";
import { type FormState, fieldsIn, formStateOf } from "@/lib/form-state";
import { routes } from "@/lib/routes";
import { deviceInWords } from "@/lib/sessions/device";
import { askSupport, replyToRequest, setRequestState } from "@/lib/support/commands";
import { replyInput, requestForm, stateInput } from "@/lib/support/input";
import { SCREENSHOT_BYTES_MAX } from "@/lib/support/screenshot";
import { settingsInput } from "@/lib/support/settings";
import { saveSupportSettings } from "@/lib/support/settings-commands";

const AGENT_MAX = 200;

const ask = organizationAction("support.ask", requestForm, async (actor, { screenshot, ...input }) => {
  const agent = (await headers()).get("user-agent");
  const device = `${deviceInWords(agent)} (${agent?.slice(0, AGENT_MAX) ?? "nothing said"})`;
  return askSupport(actor, input, { device, file: screenshot ? Buffer.from(screenshot, "base64") : null });
});

/** Sends a request, and leads to it; the id is the form's, so that a second press makes no second one. */
export async function sendRequest(org: string, _: FormState, form: FormData): Promise<FormState> {
  const sent = await ask(org, await requestIn(form));
  if (!sent.ok) return formStateOf(sent, form, "");
  redirect(routes.supportRequest(org, sent.value.id));
}

const sayMore = organizationAction("support.ask", replyInput, replyToRequest);
const answer = organizationAction("support.update", replyInput, replyToRequest);

/** Goes on with one's own request. */
export async function replyToSupport(org: string, _: FormState, form: FormData): Promise<FormState> {
  return done(await sayMore(org, fieldsIn(form) as z.input<typeof replyInput>), form, "Sent.");
}

/** Answers somebody's request. */
export async function answerRequest(org: string, _: FormState, form: FormData): Promise<FormState> {
  return done(await answer(org, fieldsIn(form) as z.input<typeof replyInput>), form, "The answer is sent.");
}

const setOwn = organizationAction("support.ask", stateInput, (actor, { requestId, state }) =>
  setRequestState(actor, requestId, state),
);
const setAny = organizationAction("support.update", stateInput, (actor, { requestId, state }) =>
  setRequestState(actor, requestId, state),
);

/** Closes one's own request or opens it again. */
export async function changeOwnState(org: string, _: FormState, form: FormData): Promise<FormState> {
  return done(await setOwn(org, fieldsIn(form) as z.input<typeof stateInput>), form, "");
}

/** Closes somebody's request or opens it again. */
export async function changeRequestState(org: string, _: FormState, form: FormData): Promise<FormState> {
  return done(await setAny(org, fieldsIn(form) as z.input<typeof stateInput>), form, "");
}

const save = organizationAction(
  "settings.update",
  settingsInput.extend({ version: z.coerce.number().int().min(0) }),
  (actor, { version, ...settings }) => saveSupportSettings(actor, settings, version),
);

/** Says when support is open and where requests go. */
export async function saveSupport(org: string, _: FormState, form: FormData): Promise<FormState> {
  return done(await save(org, settingsIn(form)), form, "Saved.");
}

function done(result: Awaited<ReturnType<typeof save>>, form: FormData, words: string): FormState {
  if (result.ok) refresh();
  return formStateOf(result, form, words);
}

/** What is no form is no input either, and is judged as such after its sender. */
async function requestIn(form: unknown): Promise<z.input<typeof requestForm>> {
  if (!(form instanceof FormData)) return form as z.input<typeof requestForm>;
  const file = form.get("screenshot");
  const isChosen = file instanceof File && file.size > 0;
  // One byte more than may be is enough to refuse it.
  const bytes = isChosen ? await file.slice(0, SCREENSHOT_BYTES_MAX + 1).arrayBuffer() : null;
  const { screenshot: _, ...fields } = fieldsIn(form) as Record<string, string>;
  return { ...fields, screenshot: bytes && Buffer.from(bytes).toString("base64") } as z.input<
    typeof requestForm
  >;
}

/** No day, one or many. */
function settingsIn(form: unknown) {
  if (!(form instanceof FormData)) return form as z.input<typeof settingsInput> & { version: number };
  return { ...(fieldsIn(form) as object), days: form.getAll("days") } as z.input<typeof settingsInput> & {
    version: number;
  };
}
