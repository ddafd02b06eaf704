import { startTemporaryCluster } from "@/tests/support/cluster";
import { createTemplate, dropTemplate, type Template } from "@/tests/support/template";

/**
 * Gives the database tests a server: that of ROLLCALL_TEST_SERVER_URL (a superuser's connection to a server of this
 * machine), or else a new one that is gone afterwards.
 */
export default async function setup(): Promise<() => Promise<void>> {
  const given = process.env.ROLLCALL_TEST_SERVER_URL;
  if (given) {
    const template = await createTemplate(given);
    announce(template);
    return () => dropTemplate(template);
  }
  const cluster = await startTemporaryCluster();
  announce(await createTemplate(cluster.superuserUrl));
  return cluster.stop;
}

// The processes that run the tests are started later and inherit this.
function announce({ adminUrl, ownerUrl, appUrl }: Template): void {
  process.env.ROLLCALL_TEST_ADMIN_URL = adminUrl;
  process.env.ROLLCALL_TEST_OWNER_URL = ownerUrl;
  process.env.ROLLCALL_TEST_APP_URL = appUrl;
}
