"use client";

import { useTransition } from "react";
import { Icon } from "@/components/ui/icon";
import { IconButton } from "@/components/ui/icon-button";
import { toast } from "@/components/ui/toast";
import { answered } from "@/lib/answered";
import type { Result } from "@/lib/result";

type PropertyMovesProps = {
  name: string;
  isFirst: boolean;
  isLast: boolean;
  id: string;
  move: (given: { id: string; by: -1 | 1 }) => Promise<Result<unknown>>;
};

/** Moves a property up and down among the others. */
export function PropertyMoves({ id, name, isFirst, isLast, move }: PropertyMovesProps) {
  const [moving, start] = useTransition();
  const shift = (by: -1 | 1) =>
    start(async () => {
      const moved = await answered(move({ id, by }));
      if (!moved.ok) toast({ title: moved.error.message, tone: "error" });
    });
  return (
    <span className="inline-flex gap-1">
      <IconButton
        label={`Move ${name} up`}
        icon={<Icon name="arrow-up" />}
        aria-disabled={isFirst || moving || undefined}
        onClick={() => !isFirst && !moving && shift(-1)}
      />
      <IconButton
        label={`Move ${name} down`}
        icon={<Icon name="arrow-down" />}
        aria-disabled={isLast || moving || undefined}
        onClick={() => !isLast && !moving && shift(1)}
      />
    </span>
  );
}
