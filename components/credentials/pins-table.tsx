import type { ReactNode } from "react";
import { timeInWords } from "@/components/ui/dates";
import { Link } from "@/components/ui/link";
import type { MarkShape } from "@/components/ui/mark";
import { StatusMark } from "@/components/ui/status-mark";
import { Cell, HeaderCell, Row, Table, TableBody, TableHead } from "@/components/ui/table";
import type { Tone } from "@/components/ui/tone";
import type { PinRow } from "@/lib/credentials/pins/queries";
import { PIN_STATE_WORDS, type PinState, REVOKED_WORDS } from "@/lib/credentials/pins/state";

type PinsTableProps = {
  pins: PinRow[];
  /** Whose each is, with where they are; left out on a person's own page. */
  personHref?: (userId: string) => string;
  /** What can be done with one that is open. */
  actions?: (pin: PinRow) => ReactNode;
};

/** PINs and what became of them, without their digits. */
export function PinsTable({ pins, personHref, actions }: PinsTableProps) {
  const labels = ["Issued by", "State", "Uses left", "Expires", ""];
  return (
    <Table
      caption="PINs"
      density="dense"
      stacked
      labels={personHref ? ["", "Issued", ...labels] : ["", ...labels]}
    >
      <TableHead>
        {personHref && <HeaderCell>Person</HeaderCell>}
        <HeaderCell>Issued</HeaderCell>
        <HeaderCell>Issued by</HeaderCell>
        <HeaderCell>State</HeaderCell>
        <HeaderCell>Uses left</HeaderCell>
        <HeaderCell>Expires</HeaderCell>
        <HeaderCell>
          <span className="sr-only">Actions</span>
        </HeaderCell>
      </TableHead>
      <TableBody>
        {pins.map((pin) => (
          <Row key={pin.id} muted={pin.state !== "open"}>
            {personHref && (
              <Cell strong>
                <Link href={personHref(pin.userId)}>{pin.name}</Link>
                <span className="block text-dense font-normal text-muted wrap-anywhere">{pin.username}</span>
              </Cell>
            )}
            <Cell strong={!personHref} nowrap>
              {timeInWords(pin.createdAt)}
            </Cell>
            <Cell>{pin.issuedBy}</Cell>
            <Cell>
              <PinStateMark pin={pin} />
            </Cell>
            <Cell>
              {pin.usesLeft} of {pin.uses}
              {pin.lastUsedAt && (
                <span className="block text-dense text-muted">Last used {timeInWords(pin.lastUsedAt)}</span>
              )}
            </Cell>
            <Cell nowrap>{timeInWords(pin.expiresAt)}</Cell>
            <Cell actions>{pin.state === "open" && actions?.(pin)}</Cell>
          </Row>
        ))}
      </TableBody>
    </Table>
  );
}

const MARKS: Record<PinState, { tone: Tone; shape: MarkShape }> = {
  open: { tone: "success", shape: "check" },
  usedUp: { tone: "neutral", shape: "check" },
  expired: { tone: "neutral", shape: "clock" },
  void: { tone: "neutral", shape: "cross" },
};

function PinStateMark({ pin: { state, revokedBecause } }: { pin: PinRow }) {
  return (
    <>
      <StatusMark {...MARKS[state]}>{PIN_STATE_WORDS[state]}</StatusMark>
      {state === "void" && revokedBecause && (
        <span className="block text-dense text-muted">{REVOKED_WORDS[revokedBecause]}</span>
      )}
    </>
  );
}
