import type { Filled } from "@/scripts/bench/scim/fill";

const USER = "urn:ietf:params:scim:schemas:core:2.0:User";
const ENTERPRISE = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";
const PATCH = "urn:ietf:params:scim:api:messages:2.0:PatchOp";

type Said = { method: string; path: string; body?: object };
type Someone = { id: string };

/** A kind of request, how often it comes among a hundred, and the status that answers it. */
export type Kind = { name: string; share: number; status: number; next: () => Said };

const filtered = (filter: string, more = "") => `/Users?filter=${encodeURIComponent(filter)}${more}`;

/**
 * What a directory sends that keeps people in step, in the shape in which Entra does.
 * @param people some of those who are there
 */
export function requestsOf(
  { domain, groupId }: Filled,
  people: readonly Someone[],
  count: number,
  random: () => number,
): Kind[] {
  let made = 0;
  const any = () => people[Math.floor(random() * people.length)]?.id ?? "";
  const number = () => 1 + Math.floor(random() * count);
  const patch = (path: string, ...Operations: object[]): Said => ({
    method: "PATCH",
    path,
    body: { schemas: [PATCH], Operations },
  });
  return [
    {
      name: "look up by userName",
      share: 25,
      status: 200,
      next: () => ({ method: "GET", path: filtered(`userName eq "bench.${number()}@${domain}"`) }),
    },
    {
      name: "look up by externalId",
      share: 10,
      status: 200,
      next: () => ({ method: "GET", path: filtered(`externalId eq "e-${number()}"`) }),
    },
    { name: "read one", share: 15, status: 200, next: () => ({ method: "GET", path: `/Users/${any()}` }) },
    {
      name: "add one",
      share: 10,
      status: 201,
      next: () => {
        made += 1;
        return {
          method: "POST",
          path: "/Users",
          body: {
            schemas: [USER, ENTERPRISE],
            userName: `new.${made}@${domain}`,
            externalId: `new-${made}`,
            name: { givenName: "Nina", familyName: `New ${made}` },
            displayName: `Nina N. ${made}`,
            emails: [{ type: "work", value: `new.${made}@mail.example`, primary: true }],
            [ENTERPRISE]: { department: "Sales" },
          },
        };
      },
    },
    {
      name: "change one",
      share: 20,
      status: 200,
      next: () =>
        patch(
          `/Users/${any()}`,
          { op: "Replace", path: "title", value: `Title ${number()}` },
          { op: "Replace", path: "name.familyName", value: `Bench ${number()}` },
        ),
    },
    {
      name: "suspend or reactivate one",
      share: 8,
      status: 200,
      next: () =>
        patch(`/Users/${any()}`, { op: "Replace", path: "active", value: random() < 0.5 ? "False" : "True" }),
    },
    {
      name: "take one into a group",
      share: 5,
      status: 204,
      next: () => patch(`/Groups/${groupId}`, { op: "Add", path: "members", value: [{ value: any() }] }),
    },
    {
      name: "list a page of a hundred",
      share: 4,
      status: 200,
      next: () => ({ method: "GET", path: `/Users?startIndex=${number()}&count=100` }),
    },
    {
      name: "search all by what no index has",
      share: 3,
      status: 200,
      next: () => ({
        method: "GET",
        path: filtered(
          `${ENTERPRISE}:department eq "Department ${number() % 200}" and active eq true`,
          "&count=20",
        ),
      }),
    },
  ];
}
