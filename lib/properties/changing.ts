import "server-only";
import { forget } from "@/lib/kept";

/** What pages keep of an organization's properties for some seconds. */
export const SHOWN_PROPERTIES = "properties";

/** A change of properties, after which pages read them anew. */
export async function changingProperties<T>(organizationId: string, change: Promise<T>): Promise<T> {
  try {
    return await change;
  } finally {
    forget(SHOWN_PROPERTIES, organizationId);
  }
}
