"use client";

import { type ReactNode, useEffect, useRef, useState } from "react";
import { formatCount } from "@/components/ui/format";

type SelectionBarProps = {
  /** The rows' name in singular and plural. */
  unit: { one: string; many: string };
  /** All that match, over every page; more than are in sight offers to choose them all, as the field `allMatching=1`. */
  total?: number;
  /** Buttons that submit the form around. */
  children: ReactNode;
};

/** How many rows are chosen in the form around it, and what can be done with them. It hides when none is. */
export function SelectionBar({ unit, total = 0, children }: SelectionBarProps) {
  const bar = useRef<HTMLDivElement>(null);
  const last = useRef<HTMLInputElement>(undefined);
  const [chosen, setChosen] = useState(0);
  const [inSight, setInSight] = useState(0);
  const [allMatching, setAllMatching] = useState(false);

  // Runs after every render, because the rows beside it may have been exchanged for another page of them.
  useEffect(() => {
    const form = bar.current?.closest("form");
    if (!form) return;
    const recount = () => {
      const boxes = rowBoxes(form);
      const checked = boxes.filter((box) => box.checked).length;
      showInHead(form, checked, boxes.length);
      setChosen(checked);
      setInSight(boxes.length);
      if (checked < boxes.length) setAllMatching(false);
    };
    const onClick = (event: MouseEvent) => {
      const box = event.target;
      if (!(box instanceof HTMLInputElement) || !box.matches(".select-cell > input")) return;
      for (const each of reach(rowBoxes(form), box, event.shiftKey ? last.current : undefined)) {
        each.checked = box.checked;
      }
      last.current = box;
      recount();
    };
    const onReset = () => setTimeout(recount);
    form.addEventListener("click", onClick);
    form.addEventListener("reset", onReset);
    recount();
    return () => {
      form.removeEventListener("click", onClick);
      form.removeEventListener("reset", onReset);
    };
  });

  const number = allMatching ? total : chosen;
  return (
    <div ref={bar} className="selection-bar" data-open={chosen > 0 || undefined}>
      <span role="status" className="font-medium whitespace-nowrap">
        {chosen > 0 && `${formatCount(number)} ${number === 1 ? unit.one : unit.many} selected`}
      </span>
      {chosen > 0 && chosen === inSight && total > inSight && !allMatching && (
        <button type="button" className="text-link cursor-pointer" onClick={() => setAllMatching(true)}>
          Select all {formatCount(total)}
        </button>
      )}
      {allMatching && <input type="hidden" name="allMatching" value="1" />}
      {/* Nothing of it is in what the server sends, and in few pages that anybody looks at. */}
      {chosen > 0 && (
        <div className="flex flex-wrap items-center gap-2 sm:ms-auto">
          {children}
          <button type="reset" className="btn btn-sm btn-ghost">
            Clear
          </button>
        </div>
      )}
    </div>
  );
}

/** The boxes that a press on `box` decides: all by the head's, a run from the last one with Shift, else that one. */
function reach(
  boxes: HTMLInputElement[],
  box: HTMLInputElement,
  last?: HTMLInputElement,
): HTMLInputElement[] {
  if ("selectAll" in box.dataset) return boxes;
  const to = boxes.indexOf(box);
  const from = last ? boxes.indexOf(last) : -1;
  return from < 0 ? [box] : boxes.slice(Math.min(from, to), Math.max(from, to) + 1);
}

function showInHead(form: HTMLFormElement, checked: number, all: number) {
  const head = form.querySelector<HTMLInputElement>("[data-select-all]");
  if (!head) return;
  head.checked = checked > 0 && checked === all;
  head.indeterminate = checked > 0 && checked < all;
}

function rowBoxes(form: HTMLFormElement): HTMLInputElement[] {
  return [...form.querySelectorAll<HTMLInputElement>("td.select-cell > input:not(:disabled)")];
}
