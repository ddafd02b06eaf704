import { expect, test } from "vitest";
import { readPage } from "@/lib/sync/graph/items";
import { AskLater } from "@/lib/sync/source";

const LINK = { "@odata.deltaLink": "https://graph.example/delta" };

test("a page of people", () => {
  const value = [
    {
      id: "1",
      givenName: "Ada",
      mobilePhone: null,
      businessPhones: ["+1", "+2"],
      otherMails: [],
      accountEnabled: false,
    },
    { id: "2", "@removed": { reason: "changed" } },
  ];
  expect(readPage({ value, ...LINK }, "person")).toEqual({
    items: [
      {
        kind: "person",
        id: "1",
        attributes: {
          givenName: "Ada",
          mobilePhone: null,
          businessPhones: "+1",
          otherMails: null,
          accountEnabled: "false",
        },
      },
      { kind: "person", id: "2", isRemoved: true },
    ],
    next: null,
    delta: "https://graph.example/delta",
  });
});

test("a page of groups with who came and went", () => {
  const members = [{ id: "1" }, { id: "2", "@removed": { reason: "deleted" } }];
  const value = [
    { id: "g", displayName: "Staff", "members@delta": members },
    { id: "h", "@removed": {} },
  ];
  expect(readPage({ value, ...LINK }, "group").items).toEqual([
    {
      kind: "group",
      id: "g",
      name: "Staff",
      members: [
        { id: "1", isRemoved: false },
        { id: "2", isRemoved: true },
      ],
    },
    { kind: "group", id: "h", isRemoved: true },
  ]);
});

test.each([
  [null],
  [{}],
  [{ value: [] }],
  [{ value: [], ...LINK, "@odata.nextLink": "https://graph.example/next" }],
  [{ ...LINK }],
  [{ value: [{}], ...LINK }],
  [{ value: "many", ...LINK }],
])("%j is no whole page", (body) => {
  expect(() => readPage(body, "person")).toThrow(AskLater);
});
