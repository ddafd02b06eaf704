import { beforeEach, describe, expect, test } from "vitest";
import { previewTemplate } from "@/lib/messages/preview-queries";
import { updateOrganization } from "@/lib/organizations/commands";
import { organizationSchema } from "@/lib/organizations/input";
import { settingsOf } from "@/lib/organizations/settings";
import type { Actor } from "@/lib/permissions/actor";
import { adminQuery, snapshot } from "@/tests/support/product-database";
import {
  codeOf,
  eventsOf,
  makeActor,
  makeOrganization,
  type TestOrganization,
  unwrap,
} from "@/tests/support/product-people";

let organization: TestOrganization;
let admin: Actor;
beforeEach(async () => {
  organization = await makeOrganization();
  admin = await makeActor(organization, "admin");
});

const input = (fields = {}) =>
  organizationSchema.parse({
    name: "Acme Ltd",
    defaultCountry: "DE",
    mandatoryFields: ["company"],
    timeZone: "Europe/Berlin",
    dateStyle: "iso",
    ...fields,
  });

describe("an organization's settings", () => {
  test("are written with one event, and not at all when nothing differs", async () => {
    const stranger = await makeOrganization();
    unwrap(await updateOrganization(admin, input()));
    unwrap(await updateOrganization(admin, input()));
    const [row] = await adminQuery("SELECT * FROM organizations WHERE id = $1", [organization.id]);
    expect(row).toMatchObject({
      name: "Acme Ltd",
      default_country: "DE",
      mandatory_fields: ["firstName", "lastName", "accessEmail", "company"],
      time_zone: "Europe/Berlin",
      date_style: "iso",
    });
    expect(await settingsOf(admin)).toMatchObject({ defaultCountry: "DE" });
    expect(await eventsOf(organization.id)).toMatchObject([
      { action: "organization.created" },
      {
        action: "organization.updated",
        changes: { after: { organizationName: "Acme Ltd", defaultCountry: "DE" } },
      },
    ]);
    const [other] = await adminQuery("SELECT name FROM organizations WHERE id = $1", [stranger.id]);
    expect(other?.name).not.toBe("Acme Ltd");
  });

  test.each(["viewer", "billing", "user"] as const)("are not for a %s to change", async (role) => {
    const actor = await makeActor(organization, role);
    const before = await snapshot();
    expect(codeOf(await updateOrganization(actor, input()))).toBe("forbidden");
    expect(await snapshot()).toEqual(before);
  });

  test.each([
    [{ name: " \n " }, "name"],
    [{ name: "x".repeat(101) }, "name"],
    [{ defaultCountry: "XX" }, "defaultCountry"],
    [{ mandatoryFields: ["password"] }, "mandatoryFields"],
    [{ mandatoryFields: ["__proto__"] }, "mandatoryFields"],
    [{ timeZone: "Europe/Nowhere" }, "timeZone"],
    [{ timeZone: "" }, "timeZone"],
    [{ dateStyle: "stardate" }, "dateStyle"],
  ])("refuse %j", (fields, path) => {
    const parsed = organizationSchema.safeParse({
      name: "Acme",
      defaultCountry: "",
      mandatoryFields: [],
      timeZone: "UTC",
      dateStyle: "dayMonth",
      ...fields,
    });
    expect(parsed.error?.issues[0]?.path[0]).toBe(path);
  });
});

test("messages tell moments in the organization's zone and style", async () => {
  const preview = async () => {
    const text = { subject: "News", body: "Until {expires}.", smsBody: "" };
    const user = await makeActor(organization, "user");
    const shown = await previewTemplate(admin, "invitation", text, user.userId);
    return shown && JSON.stringify(shown);
  };
  expect(await preview()).toMatch(/Until \d+ \w+ \d{4} at \d\d:\d\d UTC/);
  unwrap(await updateOrganization(admin, input({ timeZone: "Asia/Tokyo", dateStyle: "iso" })));
  expect(await preview()).toMatch(/Until \d{4}-\d\d-\d\d at \d\d:\d\d GMT\+9/);
});
