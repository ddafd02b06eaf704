import * as z from "zod";
import { organizationDomain } from "@/lib/domains/input";
import { organizationSchema } from "@/lib/organizations/input";
import { RESERVED_SLUGS } from "@/lib/routes";

const typed = z.string().max(1_000);

/** An organization's part of its addresses. */
export const organizationSlug = z
  .string()
  .transform((text) => text.trim().toLowerCase())
  .pipe(
    z
      .string()
      .regex(/^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/, "Use small letters, digits and hyphens, 63 at most.")
      .refine(
        (slug) => !RESERVED_SLUGS.includes(slug),
        "This is an address of the product's own. Choose another.",
      ),
  );

/** A new organization with its first admin, as a form gives it. What the person's texts mean is judged later. */
export const newOrganizationInput = z.strictObject({
  id: z.uuidv7(),
  name: organizationSchema.shape.name,
  slug: organizationSlug,
  domain: organizationDomain,
  managing: z.boolean(),
  parent: z.uuid(),
  firstName: typed,
  lastName: typed,
  usernameLocal: typed,
  accessEmail: typed,
  /** Whether the link goes to the admin by e-mail; else it is shown to whoever makes the organization. */
  sendLink: z.boolean(),
});

export type NewOrganizationInput = z.output<typeof newOrganizationInput>;
export type NewOrganizationValues = z.input<typeof newOrganizationInput>;

export const suspensionInput = z.strictObject({ id: z.uuid(), suspended: z.boolean() });
