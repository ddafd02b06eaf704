import pg from "pg";
import { embeddedState, embeddedUrls } from "../../scripts/postgres/embedded";
import { dataDir } from "./accounts";

/** Something done in the product's database past everything that guards it. */
export async function asSuperuser<T>(run: (client: pg.Client) => Promise<T>): Promise<T> {
  const state = embeddedState(dataDir);
  if (!state) throw new Error("The product has no embedded database.");
  const client = new pg.Client({ connectionString: embeddedUrls(state).superuserUrl });
  await client.connect();
  try {
    return await run(client);
  } finally {
    await client.end();
  }
}
