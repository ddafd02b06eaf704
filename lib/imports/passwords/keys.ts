import "server-only";
import { required } from "@/lib/env";
import { keyOfSecret, newKey, seal, unseal } from "@/lib/imports/passwords/seal";

const installationKey = () => keyOfSecret(required("NEXTAUTH_SECRET"), "import files");

/** A key for one import's file and passwords, as its row keeps it: sealed with the installation's. */
export const newDataKey = (importId: string): Uint8Array<ArrayBuffer> =>
  seal(installationKey(), newKey(), `key ${importId}`);

/** That key, to work with. @throws Error when the installation's secret is another one by now */
export const openDataKey = (importId: string, dataKey: Uint8Array): Uint8Array =>
  unseal(installationKey(), dataKey, `key ${importId}`);

export const sealPart = (key: Uint8Array, importId: string, part: number, bytes: Uint8Array) =>
  seal(key, bytes, `part ${importId} ${part}`);

export const unsealPart = (key: Uint8Array, importId: string, part: number, bytes: Uint8Array) =>
  unseal(key, bytes, `part ${importId} ${part}`);

export const sealPassword = (key: Uint8Array, importId: string, line: number, password: string) =>
  seal(key, new TextEncoder().encode(password), `password ${importId} ${line}`);

export const unsealPassword = (key: Uint8Array, importId: string, line: number, sealed: Uint8Array) =>
  new TextDecoder().decode(unseal(key, sealed, `password ${importId} ${line}`));
