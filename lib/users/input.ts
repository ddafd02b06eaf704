import type { AccessProfile, Role } from "@/lib/permissions/roles";
import type { GivenProperties } from "@/lib/properties/read";

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
  /** The last day in UTC, as `2026-12-31`; where it is left out, a person keeps theirs. */
  accessEndsAt?: string | null;
  /** Whether the organization's address book lists them; where it is left out, a person stays as they are. */
  inAddressBook?: boolean;
  /** Values of properties by the property's id; those that are not named stay as they are. */
  properties?: GivenProperties;
  role: Role;
  /** Stands beside the role; where it is left out, a person keeps theirs. */
  accessProfile?: AccessProfile | null;
};
