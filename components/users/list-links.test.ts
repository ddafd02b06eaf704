import { expect, test } from "vitest";
import { pageLinks, sortLinks } from "@/components/users/list-links";
import { readUserListQuery } from "@/lib/users/list";

const id = "01a2003b-3f5b-7a7b-bbfc-a9413fa82f3d";
const query = readUserListQuery({ q: "maria", status: "active" });

test("a column sorts the same view from its first page, and turns round if it is the current one", () => {
  const links = sortLinks("acme", query);
  expect(links.email).toEqual({ href: "/acme/users?q=maria&status=active&sort=email" });
  expect(links.name).toEqual({
    href: "/acme/users?q=maria&status=active&sort=name%3Adesc",
    direction: "ascending",
  });
  const descending = sortLinks("acme", { ...query, descending: true, after: { value: "miller maria", id } });
  expect(descending.name).toEqual({ href: "/acme/users?q=maria&status=active", direction: "descending" });
});

test("the neighbours of a page keep its view, and there are none at the ends", () => {
  const cursor = { value: "miller maria", id };
  const { previousHref, nextHref } = pageLinks("acme", query, { previous: null, next: cursor });
  expect(previousHref).toBeUndefined();
  const params = Object.fromEntries(new URL(nextHref ?? "", "http://localhost").searchParams);
  expect(readUserListQuery(params)).toEqual({ ...query, after: cursor });
});
