import "server-only";
import { createHash } from "node:crypto";
import * as z from "zod";
import { changesBetween } from "@/lib/audit/changes";
import { record } from "@/lib/audit/record";
import { command } from "@/lib/command";
import { readRows } from "@/lib/db";
import { Prisma } from "@/lib/generated/prisma/client";
import { forget, kept } from "@/lib/kept";
import { readColor } from "@/lib/organizations/brand-color";
import { cleanPng, LOGO_BYTES_MAX } from "@/lib/organizations/png";
import type { Actor } from "@/lib/permissions/actor";
import { invalidFields, notFound, ok, type Result } from "@/lib/result";

/** What an organization looks like; the logo is an address that needs no other request. */
export type Brand = { color: string | null; logo: string | null };

/** A colour as it is typed, and a logo as base64: none leaves the one that there is, unless it is to go. */
export const brandInput = z.strictObject({
  color: z
    .string()
    .max(100)
    .transform((text, context) => {
      const color = readColor(text);
      if (color !== null || text.trim() === "") return color;
      context.addIssue({
        code: "custom",
        message: "Write a colour as #rrggbb, such as #00616b, or nothing.",
      });
      return z.NEVER;
    }),
  logo: z
    .base64()
    .max(LOGO_BYTES_MAX * 2)
    .nullable(),
  removeLogo: z.boolean(),
});

export type BrandInput = z.output<typeof brandInput>;

/** The brand of an organization, for whoever is on its pages, before the sign-in too. */
export const brandOf = (organizationId: string): Promise<Brand> =>
  kept("brand", organizationId, () => readBrand(organizationId));

/** The same as it is at this moment, for whoever changes it. */
export async function readBrand(organizationId: string): Promise<Brand> {
  const [row] = await readRows<{ color: string | null; logo: Buffer | null }>(
    organizationId,
    Prisma.sql`SELECT brand_color AS color, logo FROM organizations WHERE id = ${organizationId}::uuid`,
  );
  const logo = row?.logo ? `data:image/png;base64,${row.logo.toString("base64")}` : null;
  return { color: row?.color ?? null, logo };
}

/** Changes what an organization looks like. Saving what is there already changes nothing. */
export async function saveBrand(actor: Actor, input: BrandInput): Promise<Result<null>> {
  const saved = await save(actor, input);
  forget("brand", actor.organization.id);
  return saved;
}

function save(actor: Actor, { color, logo, removeLogo }: BrandInput): Promise<Result<null>> {
  return command(actor, "settings.update", async (tx) => {
    const { id } = actor.organization;
    const read = logo === null ? null : cleanPng(Buffer.from(logo, "base64"));
    if (read && "words" in read) return invalidFields([{ path: "logo", message: read.words }]);
    await tx.$queryRaw`SELECT id FROM organizations WHERE id = ${id}::uuid FOR UPDATE`;
    const before = await tx.organization.findUnique({
      where: { id },
      select: { name: true, brandColor: true, logoVersion: true },
    });
    if (!before) return notFound("organization");
    const version = read ? versionOf(read.bytes) : removeLogo ? null : before.logoVersion;
    const changes = changesBetween(
      { brandColor: before.brandColor, logo: before.logoVersion },
      { brandColor: color, logo: version },
    );
    if (!changes) return ok(null);
    const logoData =
      version === before.logoVersion ? {} : { logo: read?.bytes ?? null, logoVersion: version };
    await tx.organization.update({
      where: { id },
      data: { brandColor: color, ...logoData },
      select: { id: true },
    });
    await record(
      tx,
      id,
      actor,
      "organization.updated",
      { type: "organization", id, name: before.name },
      changes,
    );
    return ok(null);
  });
}

const VERSION_LENGTH = 12;

const versionOf = (bytes: Uint8Array) =>
  createHash("sha256").update(bytes).digest("hex").slice(0, VERSION_LENGTH);
