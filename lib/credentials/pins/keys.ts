import "server-only";
import { required } from "@/lib/env";
import { keyOfSecret } from "@/lib/imports/passwords/seal";

let key: Uint8Array | undefined;

/** The key of PINs' hashes, made of the installation's secret: where that is replaced, PINs have to be issued anew. */
export function pinKey(): Uint8Array {
  key ??= keyOfSecret(required("NEXTAUTH_SECRET"), "pins");
  return key;
}
