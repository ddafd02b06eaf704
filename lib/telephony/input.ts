import * as z from "zod";
import {
  AT_ONCE_MAX,
  DISPLAY_NAME_MAX,
  EXTENSIONS_MAX,
  MEMBERS_MAX,
  QUEUE_NAME_MAX,
} from "@/lib/telephony/limits";
import { isNumber, readRanges } from "@/lib/telephony/numbers";
import { EXTENSION_TYPES, STRATEGIES } from "@/lib/telephony/words";
import { isDomain, readDomainName } from "@/lib/users/domain-name";
import { selectionSchema } from "@/lib/users/filter-schema";
import { readTextOf } from "@/lib/users/text";

const words = (label: string, lengthMax: number) =>
  z
    .string()
    .max(10_000)
    .transform((text, context): string => {
      const reading = readTextOf(text, { label, lengthMax, kind: "text" });
      if (reading.ok) return reading.value.replace(/\s+/g, " ");
      context.addIssue({ code: "custom", message: reading.problem.message });
      return z.NEVER;
    });

const number = z.string().trim().refine(isNumber, "A number has 2 to 8 digits and does not begin with 0.");

const type = z.enum(EXTENSION_TYPES, { error: "Choose a type." });

const changeable = {
  displayName: words("Display name", DISPLAY_NAME_MAX),
  type,
  voicemail: z.boolean(),
  forceLogin: z.boolean(),
};

/** An extension that is to be made; `number` blank for the next one that is free. */
export const newExtensionInput = z.strictObject({
  number: z.union([z.literal("").transform(() => null), number]),
  ...changeable,
});
export type NewExtension = z.output<typeof newExtensionInput>;

/** What may change of an extension: its number stays, as its secret is made for that. */
export const extensionInput = z.strictObject(changeable);
export type ExtensionInput = z.output<typeof extensionInput>;

/** Many extensions of a kind: so many, of the numbers that are free from `first` on. */
export const manyExtensionsInput = z.strictObject({
  first: z.union([z.literal("").transform(() => null), number]),
  count: z
    .number("Say how many.")
    .int()
    .min(1, "At least one.")
    .max(AT_ONCE_MAX, `At most ${AT_ONCE_MAX} at once.`),
  type,
  voicemail: z.boolean(),
  forceLogin: z.boolean(),
});
export type ManyExtensions = z.output<typeof manyExtensionsInput>;

/** Which extension a person gets: the next free number, or one that is there and free. */
export const extensionChoice = z.strictObject({
  extension: z.union([z.literal("next"), z.uuid()]),
  type,
  forceLogin: z.boolean(),
});
export type ExtensionChoice = z.output<typeof extensionChoice>;

/** How the extensions are that chosen people get. */
export const numbersForPeople = z.strictObject({
  selection: selectionSchema,
  type,
  forceLogin: z.boolean(),
});

export const queueInput = z.strictObject({
  number: z.union([z.literal("").transform(() => null), number]),
  name: words("Name", QUEUE_NAME_MAX).refine((name) => name !== "", "Give the queue a name."),
  strategy: z.enum(STRATEGIES, { error: "Choose a strategy." }),
  voicemail: z.boolean(),
  members: z
    .array(z.strictObject({ extensionId: z.uuid(), paused: z.boolean() }))
    .max(MEMBERS_MAX, `A queue has at most ${MEMBERS_MAX} members.`)
    .refine(
      (members) => new Set(members.map(({ extensionId }) => extensionId)).size === members.length,
      "An extension is in it twice.",
    ),
});
export type QueueInput = z.output<typeof queueInput>;

const PORT_MAX = 65_535;

/** A host with perhaps a port, as phones are told it; null for the SIP domain itself. */
const sipServer = z
  .string()
  .max(300)
  .transform((text, context): string | null => {
    const typed = text.trim().toLowerCase();
    if (typed === "") return null;
    const [, host = "", port] = /^([^:]+)(?::(\d{1,5}))?$/.exec(typed) ?? [];
    const read = readDomainName(host);
    const isIp = /^\d{1,3}(\.\d{1,3}){3}$/.test(host);
    const isPort = port === undefined || (Number(port) > 0 && Number(port) <= PORT_MAX);
    if ((isIp || isDomain(read)) && isPort) return typed;
    context.addIssue({
      code: "custom",
      message: "Write a host and perhaps a port, such as sip.example.com:5060.",
    });
    return z.NEVER;
  });

export const telephonySettingsInput = z.strictObject({
  sipDomain: z.string().min(1, "Choose a domain.").max(300),
  sipServer,
  ranges: z
    .string()
    .max(10_000)
    .transform((text, context) => {
      const read = readRanges(text);
      if ("ranges" in read) return read.ranges;
      context.addIssue({ code: "custom", message: read.problem });
      return z.NEVER;
    }),
  extensionsMax: z
    .number("Say how many.")
    .int()
    .min(0)
    .max(EXTENSIONS_MAX, `At most ${EXTENSIONS_MAX.toLocaleString("en")}.`),
});
export type TelephonySettingsInput = z.output<typeof telephonySettingsInput>;
