import { PERMISSIONS, type Permission } from "@/lib/permissions/permissions";

/** Permissions by what they are about, in the order in which a form shows them. */
const AREAS: readonly { label: string; prefix: string }[] = [
  { label: "Users", prefix: "users." },
  { label: "Groups", prefix: "groups." },
  { label: "Messages", prefix: "messages." },
  { label: "Services", prefix: "services." },
  { label: "Support", prefix: "support." },
  { label: "Telephony", prefix: "telephony." },
  { label: "Billing", prefix: "billing." },
  { label: "Organization", prefix: "settings." },
  { label: "API keys", prefix: "apiKeys." },
  { label: "Connections", prefix: "connections." },
  { label: "Audit log", prefix: "audit." },
  { label: "Managed organizations", prefix: "organizations." },
  { label: "Address book", prefix: "addressBook." },
  { label: "Own account", prefix: "account." },
];

export type PermissionArea = { label: string; permissions: { value: Permission; label: string }[] };

/** Those of some permissions that are about something, by areas; an area without any is left out. */
export function permissionAreas(permissions: readonly Permission[]): PermissionArea[] {
  return AREAS.map(({ label, prefix }) => ({
    label,
    permissions: permissions
      .filter((permission) => permission.startsWith(prefix))
      .map((value) => ({ value, label: PERMISSIONS[value] })),
  })).filter((area) => area.permissions.length > 0);
}
