import "server-only";
import { seal, unseal } from "@/lib/imports/passwords/seal";
import { installationKey } from "@/lib/mfa/keyed-hash";

const about = (methodId: string) => `second step ${methodId}`;

/** An authenticator app's secret as its row keeps it: sealed for this row and no other. */
export const sealSecret = (methodId: string, secret: Uint8Array): Uint8Array<ArrayBuffer> =>
  seal(installationKey("second-step secrets"), secret, about(methodId));

/** @throws Error when the installation's secret is another one by now, or the row is another one's */
export const openSecret = (methodId: string, sealed: Uint8Array): Uint8Array =>
  unseal(installationKey("second-step secrets"), sealed, about(methodId));
