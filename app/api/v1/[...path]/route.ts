import { serve } from "@/lib/rest/serve";

export const dynamic = "force-dynamic";

/** All of the API that has no route of its own: what is declared in lib/rest. */
export { serve as DELETE, serve as GET, serve as OPTIONS, serve as PATCH, serve as POST, serve as PUT };
