import { expect, test } from "vitest";
import { parsePasswd } from "@/scripts/postgres/account";

test("parsePasswd reads names and numbers and skips what is not a user", () => {
  const text =
    "root:x:0:0:root:/root:/bin/bash\n\n# comment\npostgres:x:101:104::/var/lib/postgresql:/bin/bash\n";
  expect(parsePasswd(text)).toEqual([
    { name: "root", uid: 0, gid: 0 },
    { name: "postgres", uid: 101, gid: 104 },
  ]);
});
