import * as z from "zod";
import { refusalOfIssuer } from "@/lib/sso/issuer";
import { KINDS, NEW_PEOPLE, STATES } from "@/lib/sso/provider";

const METADATA_LENGTH_MAX = 256 * 1024;

const text = (max: number) => z.string().trim().max(max, "That is too long.");

/** An OpenID provider's issuer, as its own metadata writes it. */
const issuer = text(500).superRefine((value, context) => {
  const refusal = value === "" ? null : refusalOfIssuer(value);
  if (refusal) context.addIssue({ code: "custom", message: refusal });
});

/** A provider as the form has it. A secret or metadata that is blank stays as it is. */
export const providerInput = z
  .strictObject({
    id: z.uuid(),
    /** null for one that is yet to be made. */
    version: z.number().int().min(1).nullable(),
    kind: z.enum(KINDS),
    name: text(60).min(1, "Write what people call it, such as Okta."),
    issuer,
    clientId: text(300),
    secret: text(1000),
    metadata: z.string().max(METADATA_LENGTH_MAX, "That is too long."),
    metadataUrl: text(1000),
    addressClaim: text(200),
    newPeople: z.enum(NEW_PEOPLE),
    ownSecondStep: z.boolean(),
  })
  .superRefine((given, context) => {
    if (given.kind !== "oidc") return;
    if (given.issuer === "")
      context.addIssue({ code: "custom", path: ["issuer"], message: "Write the issuer’s address." });
    if (given.clientId === "")
      context.addIssue({ code: "custom", path: ["clientId"], message: "Write the client ID." });
  });
export type ProviderInput = z.output<typeof providerInput>;

export const stateInput = z.strictObject({ id: z.uuid(), version: z.number().int(), state: z.enum(STATES) });
export const providerId = z.strictObject({ id: z.uuid() });
export const keeperInput = z.strictObject({ userId: z.uuid(), keeps: z.boolean() });
export const unlinkInput = z.strictObject({ id: z.uuid(), username: text(320) });
