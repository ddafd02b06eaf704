import { Alert } from "@/components/ui/alert";
import { secondInWords } from "@/components/ui/dates";
import { formatCount } from "@/components/ui/format";
import { Link } from "@/components/ui/link";
import { StatusMark } from "@/components/ui/status-mark";
import { faultInWords } from "@/lib/audit/chain/check";
import type { ChainState } from "@/lib/audit/chain/verify";

type ChainNoteProps = {
  state: ChainState;
  /** Where the whole log is checked; left out where it is shown already. */
  wholeHref?: string;
};

/** Whether the log is as it was written, or where it is not. */
export function ChainNote({ state, wholeHref }: ChainNoteProps) {
  const { fault, checked, sealed, waiting, unbrokenTo, seal } = state;
  if (fault) {
    return (
      <div className="mb-4 max-w-3xl">
        <Alert tone="error" title="Somebody has changed this log from outside">
          {faultInWords(fault)}{" "}
          {unbrokenTo
            ? `Of what was looked at, all that was sealed up to ${secondInWords(unbrokenTo)} is unbroken.`
            : "Nothing before it could be confirmed."}
        </Alert>
      </div>
    );
  }
  const isWhole = checked >= sealed;
  return (
    <div className="mb-4 flex flex-wrap items-baseline gap-x-4 gap-y-1 text-dense text-muted">
      {unbrokenTo ? (
        <StatusMark tone="success" shape="check">
          {`Unbroken up to ${secondInWords(unbrokenTo)}`}
        </StatusMark>
      ) : (
        <StatusMark tone="neutral" shape="clock">
          Nothing is sealed yet
        </StatusMark>
      )}
      <span>
        {isWhole
          ? `All ${formatCount(sealed)} sealed events checked`
          : `The newest ${formatCount(checked)} of ${formatCount(sealed)} sealed events checked`}
        {waiting > 0 && `, ${formatCount(waiting)} to be sealed within a minute or two`}
      </span>
      {!isWhole && wholeHref && <Link href={wholeHref}>Check all of them</Link>}
      {seal && (
        <details>
          <summary className="cursor-pointer">Last seal</summary>
          <code className="break-all">{seal}</code>
        </details>
      )}
    </div>
  );
}
