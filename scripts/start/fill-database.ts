import { parseArgs } from "node:util";
import { required } from "@/lib/env";
import { firstStart } from "@/lib/setup/first-start";
import { reasonOf } from "@/scripts/shared/failure";

/** The program behind `firstStart`. Unlike web and worker it is given the owner's connection. */
async function main(): Promise<void> {
  const { values } = parseArgs({ options: { demo: { type: "boolean", default: false } } });
  const { demoAccountsFile } = await firstStart({
    ownerUrl: required("DATABASE_URL"),
    dataDir: required("ROLLCALL_DATA_DIR"),
    demo: values.demo,
  });
  if (demoAccountsFile)
    console.log(`Made the demo organization. Its accounts and passwords: ${demoAccountsFile}`);
}

main().catch((error: unknown) => {
  console.error(reasonOf(error));
  process.exitCode = 1;
});
