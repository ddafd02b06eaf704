import * as z from "zod";
import { URGENCIES } from "@/lib/support/states";

export const WORDS_MAX = 5000;

const words = z
  .string()
  .transform((text) => text.replace(/\r\n?/g, "\n").trim())
  .pipe(
    z
      .string()
      .min(1, "Write what you need.")
      .max(WORDS_MAX, `At most ${WORDS_MAX.toLocaleString("en")} characters.`),
  );

/** A request as its form sends it; the id is the form's, so that a second press makes no second one. */
export const requestInput = z.strictObject({
  id: z.uuid(),
  kind: z.string().min(1, "Choose what it is about.").max(60),
  urgency: z.enum(URGENCIES, "Choose how urgent it is."),
  words,
  /** The path of the page that they came from. */
  from: z.string().max(300).default(""),
});

/** The same with a screenshot, in base64. */
export const requestForm = requestInput.extend({ screenshot: z.base64().nullable() });

export const stateInput = z.strictObject({ requestId: z.uuid(), state: z.enum(["open", "closed"]) });

export type RequestInput = z.output<typeof requestInput>;

export const replyInput = z.strictObject({ id: z.uuid(), requestId: z.uuid(), words });
export type ReplyInput = z.output<typeof replyInput>;
