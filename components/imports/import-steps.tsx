import { Steps } from "@/components/ui/steps";
import type { ImportState } from "@/lib/imports/state";

const STEPS = ["Choose", "Match", "Review", "Import", "Result"];

const AT: Record<ImportState, number> = {
  uploading: 0,
  reading: 0,
  matching: 1,
  parsing: 1,
  refused: 1,
  review: 2,
  scheduled: 3,
  hashing: 3,
  committing: 3,
  done: 5,
  failed: 3,
  cancelled: 0,
  undoing: 5,
  undone: 5,
};

/** How far an import has come on its way. */
export function ImportSteps({ state }: { state: ImportState }) {
  return <Steps label="Import" steps={STEPS.map((label) => ({ label }))} current={AT[state]} />;
}
