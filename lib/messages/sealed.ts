import "server-only";
import * as z from "zod";
import { required } from "@/lib/env";
import { keyOfSecret, seal, unseal } from "@/lib/imports/passwords/seal";

const sealedValues = z.object({ password: z.string() });
const sealedCode = z.object({ code: z.string(), until: z.iso.datetime() });

/** What a message tells that nobody else may read. */
export type SealedValues = z.output<typeof sealedValues>;

/** A code for signing in, and until when it is good. */
export type SealedCode = z.output<typeof sealedCode>;

const key = () => keyOfSecret(required("NEXTAUTH_SECRET"), "messages");
const about = (messageId: string) => `message ${messageId}`;

/** Sealed for this message and for no other, as its row keeps it until it is sent. */
export const sealValues = (messageId: string, values: SealedValues | SealedCode): Uint8Array<ArrayBuffer> =>
  seal(key(), new TextEncoder().encode(JSON.stringify(values)), about(messageId));

/** @throws Error when the installation's secret is another one by now, or the row is another message's */
export const openValues = (messageId: string, sealed: Uint8Array): SealedValues =>
  sealedValues.parse(opened(messageId, sealed));

/** The same for a code. @throws Error */
export const openCode = (messageId: string, sealed: Uint8Array): SealedCode =>
  sealedCode.parse(opened(messageId, sealed));

const opened = (messageId: string, sealed: Uint8Array): unknown =>
  JSON.parse(new TextDecoder().decode(unseal(key(), sealed, about(messageId))));
