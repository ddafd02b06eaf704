import { beforeAll, describe, expect, test } from "vitest";
import { chooseColumns } from "@/lib/imports/commands/columns";
import { cancelImport, createImport } from "@/lib/imports/commands/file";
import { abandonImport, UNTOUCHED_DAYS_MAX } from "@/lib/imports/jobs/abandon";
import { parseImport } from "@/lib/imports/jobs/parse";
import { readImport } from "@/lib/imports/jobs/read";
import { receiveFile } from "@/lib/imports/upload";
import type { Actor } from "@/lib/permissions/actor";
import { commitRun, detailsOf, jobOf, prepareRun } from "@/tests/support/import-runs";
import { adminQuery } from "@/tests/support/product-database";
import { eventsOf, makeActor, makeOrganization, unwrap } from "@/tests/support/product-people";

let admin: Actor;
beforeAll(async () => {
  admin = await makeActor(await makeOrganization(), "admin");
});

const open = async (sizeBytes: number) =>
  unwrap(await createImport(admin, { name: "people.csv", sizeBytes })).id;

const partsOf = async (id: string) =>
  (await adminQuery("SELECT FROM import_parts WHERE import_id = $1", [id])).length;

/** A body of so many bytes in chunks of 64 KiB, which tells how many of them were taken. */
function endless(chunks: number): { body: ReadableStream<Uint8Array>; taken: () => number } {
  let taken = 0;
  const body = new ReadableStream<Uint8Array>({
    pull(controller) {
      if (taken === chunks) return controller.close();
      taken += 1;
      controller.enqueue(new Uint8Array(64 * 1024).fill(65));
    },
  });
  return { body, taken: () => taken };
}

describe("of an upload nothing is kept", () => {
  test("when more bytes come than were announced, and it stops there", async () => {
    const id = await open(300_000);
    const { body, taken } = endless(100);
    expect(await receiveFile(admin, id, body)).toEqual({
      ok: false,
      error: {
        code: "conflict",
        message:
          "More bytes arrived than the 300000 that were announced. Send the file again; nothing was imported.",
      },
    });
    expect(taken()).toBeLessThan(20);
    expect(await partsOf(id)).toBe(0);
  });

  test("when fewer come", async () => {
    const id = await open(1_000_000);
    expect(await receiveFile(admin, id, endless(8).body)).toMatchObject({
      error: { message: expect.stringMatching(/^Only 524288 of 1000000 bytes arrived/) },
    });
    expect(await partsOf(id)).toBe(0);
  });

  test("when the connection breaks, and the same file may come again", async () => {
    const id = await open(8 * 64 * 1024);
    const broken = endless(7).body.pipeThrough(
      new TransformStream({
        flush() {
          throw new Error("The connection was lost.");
        },
      }),
    );
    await expect(receiveFile(admin, id, broken)).rejects.toThrow("lost");
    expect(await partsOf(id)).toBe(0);
    unwrap(await receiveFile(admin, id, endless(8).body));
    expect(await partsOf(id)).toBe(2);
  });

  test("but a second one leaves the file alone that has come in full", async () => {
    const id = await open(8 * 64 * 1024);
    let release: () => void = () => undefined;
    const gate = new Promise<void>((resolve) => {
      release = resolve;
    });
    const slow = endless(8).body.pipeThrough(new TransformStream({ start: () => gate }));
    const second = receiveFile(admin, id, slow);
    unwrap(await receiveFile(admin, id, endless(8).body));
    release();
    expect((await second).ok).toBe(false);
    expect(await partsOf(id)).toBe(2);
    expect((await detailsOf(admin, id)).state).toBe("reading");
  });
});

describe("an import that nobody goes on with", () => {
  const age = (id: string, days: number) =>
    adminQuery("UPDATE imports SET updated_at = now() - make_interval(days => $2::int) WHERE id = $1", [
      id,
      days,
    ]);
  const waiting = (id: string) =>
    adminQuery<{ hours: number }>(
      `SELECT extract(epoch FROM run_at - now())::float8 / 3600 AS hours FROM graphile_worker.jobs
       WHERE key = $1`,
      [`import.abandon:${admin.organization.id}:${id}`],
    );

  test("is given up a day after its upload began", async () => {
    const id = await open(10);
    const [job] = await waiting(id);
    expect(job?.hours).toBeCloseTo(24, 1);
    await adminQuery(
      `INSERT INTO import_parts (organization_id, import_id, part, bytes)
       SELECT organization_id, id, 0, 'left' FROM imports WHERE id = $1`,
      [id],
    );
    await abandonImport(jobOf(admin, id));
    expect((await detailsOf(admin, id)).state).toBe("cancelled");
    expect(await partsOf(id)).toBe(0);
    expect((await eventsOf(id)).map(({ action, actor_kind }) => [action, actor_kind])).toEqual([
      ["import.created", "user"],
      ["import.cancelled", "system"],
    ]);
  });

  test("is given up with its file when nobody has touched its review for long", async () => {
    const { id } = await prepareRun(admin, "E-mail\nx@mail.example\n", { matching: ["accessEmail"] });
    await abandonImport(jobOf(admin, id));
    expect((await detailsOf(admin, id)).state).toBe("review");
    expect((await waiting(id))[0]?.hours).toBeCloseTo(UNTOUCHED_DAYS_MAX * 24, 0);
    await age(id, UNTOUCHED_DAYS_MAX + 1);
    await abandonImport(jobOf(admin, id));
    expect((await detailsOf(admin, id)).state).toBe("cancelled");
    expect(await partsOf(id)).toBe(0);
  });

  test("is left alone when it is done", async () => {
    const text = "First name,Last name,E-mail\nDone,Doe,done@mail.example\n";
    const run = await prepareRun(admin, text, { matching: ["firstName", "lastName", "accessEmail"] });
    await commitRun(admin, run);
    await age(run.id, 400);
    await abandonImport(jobOf(admin, run.id));
    expect((await detailsOf(admin, run.id)).state).toBe("done");
  });
});

describe("passwords in a column that only a person knows to hold them", () => {
  const SECRET = "plainly-to-be-found-9";
  const rowText = async (id: string) =>
    (await adminQuery<{ row: string }>("SELECT i::text AS row FROM imports i WHERE id = $1", [id]))[0]?.row;

  async function upload(text: string): Promise<string> {
    const bytes = new TextEncoder().encode(text);
    const id = await open(bytes.length);
    unwrap(await receiveFile(admin, id, new Blob([bytes]).stream()));
    await readImport(jobOf(admin, id));
    return id;
  }

  test.each([
    ["with a header", `First name,Last name,Email,Extra\nAda,Adams,ada@mail.example,${SECRET}\n`, true],
    ["without one", `Ada,Adams,ada@mail.example,${SECRET}\nBen,Bell,ben@mail.example,other\n`, false],
  ])("are blank as soon as it is matched, %s", async (_, text, hasHeader) => {
    const id = await upload(text);
    expect(await rowText(id)).toContain(SECRET);
    const matching = ["firstName", "lastName", "accessEmail", "password"] as const;
    unwrap(await chooseColumns(admin, id, { matching: [...matching], hasHeader, defaultCountry: null }));
    expect(await rowText(id)).not.toContain(SECRET);
    await parseImport(jobOf(admin, id));
    expect(await rowText(id)).not.toContain(SECRET);
  });

  test("are gone with what was shown of the file, when it is given up or carried out", async () => {
    const given = await upload(`First name,Last name,Email,Extra\nAda,Adams,a@mail.example,${SECRET}\n`);
    unwrap(await cancelImport(admin, given));
    expect(await rowText(given)).not.toContain(SECRET);
    const text = `First name,Last name,Email,Extra\nAda,Adams,b@mail.example,${SECRET}\n`;
    const run = await prepareRun(admin, text, {
      matching: ["firstName", "lastName", "accessEmail", null],
    });
    await commitRun(admin, run);
    expect(await rowText(run.id)).not.toContain(SECRET);
  });
});
