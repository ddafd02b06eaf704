import "server-only";
import * as z from "zod";
import { required } from "@/lib/env";
import { keyOfSecret, seal, unseal } from "@/lib/imports/passwords/seal";

const sealedValues = z.object({ password: z.string() });

/** What a message tells that nobody else may read. */
export type SealedValues = z.output<typeof sealedValues>;

const key = () => keyOfSecret(required("NEXTAUTH_SECRET"), "messages");
const about = (messageId: string) => `message ${messageId}`;

/** Sealed for this message and for no other, as its row keeps it until it is sent. */
export const sealValues = (messageId: string, values: SealedValues): Uint8Array<ArrayBuffer> =>
  seal(key(), new TextEncoder().encode(JSON.stringify(values)), about(messageId));

/** @throws Error when the installation's secret is another one by now, or the row is another message's */
export const openValues = (messageId: string, sealed: Uint8Array): SealedValues =>
  sealedValues.parse(JSON.parse(new TextDecoder().decode(unseal(key(), sealed, about(messageId)))));
