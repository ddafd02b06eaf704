"use server";

import { refresh } from "next/cache";
import * as z from "zod";
import { timeInWords } from "@/components/ui/dates";
import { organizationAction } from "@/lib/action";
import { issueInvitation } from "@/lib/credentials/invitations";
import { issuePin } from "@/lib/credentials/pins/commands";
import { newPinInput } from "@/lib/credentials/pins/shape";
import { qrSvg } from "@/lib/credentials/qr";
import { issueQr } from "@/lib/credentials/qr-commands";
import { publicUrl } from "@/lib/env";
import { type FormState, formStateOf } from "@/lib/form-state";
import { resetSecondStep } from "@/lib/mfa/reset";
import { ok } from "@/lib/result";
import { routes } from "@/lib/routes";
import { unlockUser } from "@/lib/users/unlock";

/** Makes a one-time link with which a person activates their account. */
export const issueActivationLink = organizationAction(
  "users.credentials.issue",
  z.object({ userId: z.uuid() }),
  async (actor, { userId }) => {
    const issued = await issueInvitation(actor, userId);
    if (!issued.ok) return issued;
    refresh();
    return ok({ link: publicUrl() + routes.activate(issued.value.token) });
  },
);

/** Makes a PIN with which a person activates their account, and answers with it this once. */
export const issueUserPin = organizationAction(
  "users.credentials.issue",
  z.object({ userId: z.uuid(), pin: newPinInput }),
  async (actor, { userId, pin }) => {
    const issued = await issuePin(actor, userId, pin);
    if (!issued.ok) return issued;
    refresh();
    return ok({ pin: issued.value.pin });
  },
);

/** Takes all ways of a person's second step away. */
export const resetUserSecondStep = organizationAction(
  "users.credentials.issue",
  z.object({ userId: z.uuid() }),
  async (actor, { userId }) => {
    const reset = await resetSecondStep(actor, userId);
    if (reset.ok) refresh();
    return reset;
  },
);

/** Makes a person's QR code and shows it. */
export const showQr = organizationAction(
  "users.credentials.issue",
  z.object({ userId: z.uuid() }),
  async (actor, { userId }) => {
    const issued = await issueQr(actor, userId);
    if (!issued.ok) return issued;
    const link = publicUrl() + routes.activate(issued.value.token);
    return ok({ svg: await qrSvg(link), link, until: timeInWords(issued.value.expiresAt) });
  },
);

const unlockById = organizationAction(
  "users.suspend",
  z.object({ userId: z.uuid() }),
  async (actor, { userId }) => {
    const unlocked = await unlockUser(actor, userId);
    if (unlocked.ok) refresh();
    return unlocked;
  },
);

/** Opens an account that wrong passwords have locked. */
export const unlock = async (org: string, userId: string, _: FormState, form: FormData): Promise<FormState> =>
  formStateOf(await unlockById(org, { userId }), form, "Unlocked.");
