import * as z from "zod";

const base64url = (max: number) =>
  z
    .string()
    .max(max)
    .regex(/^[\w-]*$/);

const common = {
  id: base64url(2000),
  rawId: base64url(2000),
  type: z.literal("public-key"),
  authenticatorAttachment: z.enum(["cross-platform", "platform"]).optional(),
  clientExtensionResults: z.record(z.string(), z.unknown()).transform(() => ({})),
};

/** What a browser answers when a passkey is asked for (WebAuthn Level 3 §5.1.8, `AuthenticationResponseJSON`). */
export const passkeyAnswerSchema = z.object({
  ...common,
  response: z.object({
    clientDataJSON: base64url(10_000),
    authenticatorData: base64url(10_000),
    signature: base64url(10_000),
    userHandle: base64url(200).optional(),
  }),
});

/** What a browser answers when a passkey is made (`RegistrationResponseJSON`). */
export const newPasskeySchema = z.object({
  ...common,
  response: z.object({
    clientDataJSON: base64url(10_000),
    attestationObject: base64url(40_000),
    transports: z
      .array(z.string().regex(/^[a-z-]{1,30}$/))
      .max(10)
      .default([]),
  }),
});

export type PasskeyAnswer = z.output<typeof passkeyAnswerSchema>;
export type NewPasskey = z.output<typeof newPasskeySchema>;

const UUID_HEX = 32;

/** What an authenticator keeps of whose passkey it is: the ids of organization and person, and nothing that names them. */
export const userHandle = ({ organizationId, userId }: { organizationId: string; userId: string }) =>
  new Uint8Array(Buffer.from(`${organizationId}${userId}`.replaceAll("-", ""), "hex"));

/** Whose passkey it is by what an authenticator kept; null where that is none of ours. */
export function readUserHandle(
  handle: string | undefined,
): { organizationId: string; userId: string } | null {
  const hex = Buffer.from(handle ?? "", "base64url").toString("hex");
  if (hex.length !== 2 * UUID_HEX) return null;
  return { organizationId: uuidOf(hex.slice(0, UUID_HEX)), userId: uuidOf(hex.slice(UUID_HEX)) };
}

const uuidOf = (hex: string) => hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
