import { expect, test } from "vitest";
import { type Audience, readAudience } from "@/lib/messages/audience";
import { audienceParams } from "@/lib/messages/audience-params";

const ID = "01a2017d-41bf-728f-867e-25b5950203f1";

test.each<Audience>([
  { ids: [ID] },
  { filter: { search: "", status: null, role: null, importId: null, groupId: null } },
  { filter: { search: "a & b", status: "pending", role: "viewer", importId: ID, groupId: ID } },
  { invitedDaysAgo: 0 },
  { invitedDaysAgo: 30 },
  { lapsed: true },
])("an address names %j", (audience) => {
  expect(readAudience(Object.fromEntries(new URLSearchParams(audienceParams(audience))))).toEqual(audience);
});

test.each<Record<string, string>>([
  {},
  { ids: "" },
  { ids: "x" },
  { invited: "x" },
  { invited: "-1" },
  { all: "1", status: "nothing" },
])("an address with %j names nobody", (params) => {
  expect(readAudience(params)).toBeNull();
});
