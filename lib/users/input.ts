import type { Role } from "@/lib/permissions/roles";

/** A person's fields as commands take them: canonical values, null where there is none. */
export type UserInput = {
  firstName: string;
  lastName: string;
  usernameLocal: string;
  domain: string;
  accessEmail: string;
  otherEmail: string | null;
  mobilePhone: string | null;
  businessPhone: string | null;
  company: string | null;
  customerCode: string | null;
  udid: string | null;
  role: Role;
};
