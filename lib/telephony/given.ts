import * as z from "zod";
import { EXTENSION_TYPES } from "@/lib/telephony/words";

/** How the extensions are that an import's people get. */
export const givenExtensions = z.object({
  type: z.enum(EXTENSION_TYPES).default("sip"),
  forceLogin: z.boolean().default(false),
});
export type GivenExtensions = z.output<typeof givenExtensions>;

export const USUAL_EXTENSIONS: GivenExtensions = { type: "sip", forceLogin: false };
