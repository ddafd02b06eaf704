import type { Audience } from "@/lib/messages/audience";
import { propertyParams } from "@/lib/properties/field";
import type { UserFilter } from "@/lib/users/filter";

/** An audience as parameters of an address. */
export function audienceParams(audience: Audience): Record<string, string> {
  if ("ids" in audience) return { ids: audience.ids.join(",") };
  if ("invitedDaysAgo" in audience) return { invited: String(audience.invitedDaysAgo) };
  if ("lapsed" in audience) return { lapsed: "1" };
  return { all: "1", ...filterParams(audience.filter) };
}

const filterParams = ({
  search,
  status,
  role,
  importId,
  groupId,
  serviceId,
  properties,
}: UserFilter): Record<string, string> => ({
  ...(search ? { q: search } : {}),
  ...(status ? { status } : {}),
  ...(role ? { role } : {}),
  ...(importId ? { import: importId } : {}),
  ...(groupId ? { group: groupId } : {}),
  ...(serviceId ? { service: serviceId } : {}),
  ...propertyParams(properties),
});
