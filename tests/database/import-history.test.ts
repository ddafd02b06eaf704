import { beforeEach, expect, test } from "vitest";
import { newId } from "@/lib/ids";
import { HISTORY_PAGE_SIZE, type ImportPage, listImports } from "@/lib/imports/history-queries";
import type { Actor } from "@/lib/permissions/actor";
import { adminQuery } from "@/tests/support/product-database";
import { makeActor, makeHome, makeOrganization, type TestOrganization } from "@/tests/support/product-people";

let organization: TestOrganization;
let admin: Actor;
beforeEach(async () => {
  ({ organization, admin } = await makeHome());
});

/** Imports that are done, the newest last. @returns their ids, the newest first */
async function keep(count: number, { id: organizationId } = organization): Promise<string[]> {
  const ids = Array.from({ length: count }, newId);
  await adminQuery(
    `INSERT INTO imports (organization_id, id, state, file_name, created_by)
     SELECT $1, id, 'done', 'people.csv', '{}' FROM unnest($2::uuid[]) id`,
    [organizationId, ids],
  );
  return ids.reverse();
}

const handIn = (id: string | undefined) =>
  adminQuery("UPDATE imports SET state = 'review', handed_in_at = now() WHERE id = $1", [id]);
const idsOf = ({ imports }: ImportPage) => imports.map(({ id }) => id);

/** All pages from the newest to the oldest, as the links lead. */
async function walk(waiting = false): Promise<ImportPage[]> {
  const pages = [await listImports(admin, { waiting })];
  for (let before = pages[0]?.older; before; before = pages.at(-1)?.older)
    pages.push(await listImports(admin, { waiting, before }));
  return pages;
}

test("the history is kept for good: pages lead to the oldest import, each on one of them", async () => {
  await keep(3, await makeOrganization());
  const ids = await keep(2 * HISTORY_PAGE_SIZE + 1);
  const pages = await walk();
  expect(pages.map(({ imports }) => imports.length)).toEqual([HISTORY_PAGE_SIZE, HISTORY_PAGE_SIZE, 1]);
  expect(pages.flatMap(idsOf)).toEqual(ids);
  expect(pages[0]?.newer).toBeNull();
});

test("pages lead back to the first one, which nothing is newer than", async () => {
  await keep(2 * HISTORY_PAGE_SIZE + 1);
  const [first, second, third] = await walk();
  const back = await listImports(admin, { after: third?.newer ?? null });
  expect(idsOf(back)).toEqual(second && idsOf(second));
  expect(back.older).toBe(second?.older);
  expect(await listImports(admin, { after: back.newer })).toEqual(first);
  await keep(1);
  const between = await listImports(admin, { after: back.newer });
  expect(idsOf(between)).toEqual(first && idsOf(first));
  expect((await listImports(admin, { after: between.newer })).newer).toBeNull();
});

test("a page's address means the same rows after newer imports have come", async () => {
  await keep(HISTORY_PAGE_SIZE + 5);
  const { older: before } = await listImports(admin);
  const page = await listImports(admin, { before });
  await keep(2);
  expect(idsOf(await listImports(admin, { before }))).toEqual(idsOf(page));
});

test("what waits for whoever reads it stands on top of the first page, and is not told twice", async () => {
  const ids = await keep(HISTORY_PAGE_SIZE + 5);
  const oldest = ids.at(-1);
  await handIn(oldest);
  const pages = await walk();
  expect(pages.map(({ imports }) => imports.length)).toEqual([HISTORY_PAGE_SIZE + 1, 4]);
  expect(pages.flatMap(idsOf)).toEqual([oldest, ...ids.slice(0, -1)]);
  const viewer = await makeActor(organization, "user", "userManagementViewer");
  expect((await listImports(viewer)).imports.map(({ id }) => id)).toEqual(ids.slice(0, HISTORY_PAGE_SIZE));
});

test("those that wait for approval have pages too", async () => {
  const ids = await keep(HISTORY_PAGE_SIZE + 3);
  for (const id of ids.slice(1)) await handIn(id);
  const pages = await walk(true);
  expect(pages.map(({ imports }) => imports.length)).toEqual([HISTORY_PAGE_SIZE, 2]);
  expect(pages.flatMap(idsOf)).toEqual(ids.slice(1));
});

test("an address that names no import is the first page", async () => {
  const [newest] = await keep(2);
  for (const query of [{ before: "x" }, { after: "x" }, { before: "" }])
    expect((await listImports(admin, query)).imports[0]?.id).toBe(newest);
});
