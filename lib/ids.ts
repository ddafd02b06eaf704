import { v7 } from "uuid";

// Apart, for pages that read ids and make none do without the library.
export { isId } from "@/lib/id-shape";

/** A new id: UUIDv7 (RFC 9562), so that ids sort by the time they were made. */
export const newId = (): string => v7();

/** The id of something that happened at an earlier moment, so that it sorts among what happened then. */
export const idAt = (moment: Date): string => v7({ msecs: moment.getTime() });
