"use client";

import { useRouter } from "next/navigation";
import { useRef, useState } from "react";
import { answered } from "@/lib/answered";
import type { PasswordSetting } from "@/lib/credentials/password-setting";
import type { RowField } from "@/lib/imports/columns/column-field";
import type { TypedIssue } from "@/lib/imports/typed/issues";
import { cellsToSend, type Sheet } from "@/lib/imports/typed/sheet";
import type { Grants } from "@/lib/permissions/grants-schema";
import type { Failure, Result } from "@/lib/result";
import { routes } from "@/lib/routes";
import type { GivenSeats } from "@/lib/services/given";

type Choice = {
  onError: "refuse" | "skip";
  /** Null while it is not said whom they are to mirror. */
  grants: Grants | null;
  seats?: GivenSeats;
  setting: PasswordSetting;
  password?: string;
};

export type CreateRows = (
  org: string,
  given: { id: string; columns: RowField[]; rows: string[][] } & Choice & { grants: Grants },
) => Promise<Result<{ id: string }>>;

type Options = {
  org: string;
  id: string;
  create: CreateRows;
  refused: (issues: TypedIssue[]) => void;
  done: () => void;
};

const WHOM = "Say whom they are to mirror, or choose their rights otherwise.";
const LACKS_MIRROR: Failure = {
  code: "invalid",
  message: WHOM,
  issues: [{ path: "grants", message: WHOM }],
};

/** Sends the rows, once at a time; everything typed stays when that fails. */
export function useCreate({ org, id, create, refused, done }: Options) {
  const router = useRouter();
  const sending = useRef(false);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Failure | null>(null);

  async function send(sheet: Sheet, { grants, ...choice }: Choice) {
    if (sending.current) return;
    if (!grants) return setProblem(LACKS_MIRROR);
    sending.current = true;
    setBusy(true);
    setProblem(null);
    const { columns } = sheet;
    const result = await answered(create(org, { id, columns, rows: cellsToSend(sheet), grants, ...choice }), {
      isTyped: true,
    });
    sending.current = false;
    if (result.ok) {
      done();
      return router.push(routes.import(org, result.value.id));
    }
    setBusy(false);
    setProblem(result.error);
    refused(result.error.issues ?? []);
  }

  /** What was wrong with this alone is chosen anew, so nothing is said of it any more. */
  const chosenAnew = (path: string) =>
    setProblem((told) => (told?.issues?.every((issue) => issue.path === path) ? null : told));

  return { send, busy, problem, chosenAnew };
}
