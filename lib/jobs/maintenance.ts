import "server-only";
import { withOrganization } from "@/lib/db";
import { foldFiguresOf } from "@/lib/overview/fold";

/** Folds an organization's many small changes of its number of users into one row, and those of its figures. */
export async function compactUserCounts({ organizationId }: { organizationId: string }): Promise<void> {
  await withOrganization(
    organizationId,
    (tx) => tx.$executeRaw`
      WITH folded AS (
        DELETE FROM user_count_changes WHERE organization_id = ${organizationId}::uuid RETURNING change)
      INSERT INTO user_count_changes (organization_id, change)
      SELECT ${organizationId}::uuid, sum(change) FROM folded HAVING count(*) > 0`,
  );
  await foldFiguresOf(organizationId);
}
