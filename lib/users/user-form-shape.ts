import * as z from "zod";
import { ACCESS_PROFILES, ROLES } from "@/lib/permissions/roles";
import { PROPERTIES_MAX } from "@/lib/properties/limits";

const typed = z.string().max(10_000);

/** The shape of `UserFormValues` as it arrives; what the texts mean is judged by `readUserForm`. */
export const userFormShape = z.object({
  firstName: typed,
  lastName: typed,
  usernameLocal: typed,
  domain: typed,
  accessEmail: typed,
  otherEmail: typed,
  mobilePhone: typed,
  businessPhone: typed,
  company: typed,
  customerCode: typed,
  udid: typed,
  accessEndsAt: typed,
  inAddressBook: z.boolean(),
  properties: z
    .record(z.uuid(), typed)
    .refine((values) => Object.keys(values).length <= PROPERTIES_MAX)
    .default({}),
  role: z.enum(ROLES, { error: "Choose a role." }),
  accessProfile: z.enum(["", ...ACCESS_PROFILES], { error: "Choose an access profile, or none." }),
});
