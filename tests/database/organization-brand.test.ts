import { beforeAll, expect, test } from "vitest";
import { type BrandInput, brandInput, brandOf, saveBrand } from "@/lib/organizations/brand";
import type { Actor } from "@/lib/permissions/actor";
import { makePng } from "@/tests/support/png";
import { snapshot } from "@/tests/support/product-database";
import {
  codeOf,
  eventsOf,
  makeActor,
  makeHome,
  type TestOrganization,
  unwrap,
} from "@/tests/support/product-people";

let organization: TestOrganization;
let admin: Actor;
beforeAll(async () => {
  ({ organization, admin } = await makeHome());
});

const given = (fields: Partial<BrandInput> = {}): BrandInput => ({
  color: "#00616b",
  logo: null,
  removeLogo: false,
  ...fields,
});
const logo = makePng({ beside: Buffer.from("Author\0Una") }).toString("base64");

test("a colour and a logo are the organization's, with an event, and another's are not touched", async () => {
  const { organization: other } = await makeHome();
  unwrap(await saveBrand(admin, given({ logo })));
  unwrap(await saveBrand(admin, given({ logo })));
  unwrap(await saveBrand(admin, given()));
  const brand = await brandOf(organization.id);
  expect(brand.color).toBe("#00616b");
  expect(brand.logo).toMatch(/^data:image\/png;base64,/);
  expect(Buffer.from(brand.logo?.split(",")[1] ?? "", "base64").includes("Author")).toBe(false);
  expect(await brandOf(other.id)).toEqual({ color: null, logo: null });
  const told = (await eventsOf(organization.id)).filter(({ action }) => action === "organization.updated");
  expect(told).toMatchObject([
    { changes: { before: { brandColor: null, logo: null }, after: { brandColor: "#00616b" } } },
  ]);
  unwrap(await saveBrand(admin, given({ color: null, removeLogo: true })));
  expect(await brandOf(organization.id)).toEqual({ color: null, logo: null });
});

test("what is no picture is refused at its field, and those who look on change nothing", async () => {
  const before = await snapshot();
  const script = Buffer.from("<svg onload='alert(1)'/>").toString("base64");
  for (const wrong of [script, makePng({ side: 300 }).toString("base64"), logo.slice(0, 60)])
    expect(await saveBrand(admin, given({ logo: wrong }))).toMatchObject({
      ok: false,
      error: { code: "invalid", issues: [{ path: "logo" }] },
    });
  expect(await snapshot()).toEqual(before);
  for (const role of ["viewer", "billing", "user"] as const) {
    const actor = await makeActor(organization, role);
    const then = await snapshot();
    expect(codeOf(await saveBrand(actor, given()))).toBe("forbidden");
    expect(await snapshot()).toEqual(then);
  }
});

test.each([
  ["#0a6", true],
  ["", true],
  ["red", false],
  ["#00aa66;}", false],
])("the colour %j is taken: %s", (color, success) => {
  expect(brandInput.safeParse({ color, logo: null, removeLogo: false }).success).toBe(success);
});
