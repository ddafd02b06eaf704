import { type KeyboardEvent, useRef } from "react";

type Props = {
  label: string;
  initial: string;
  onCommit: (text: string, then: "down" | "next" | "previous" | "stay") => void;
  onCancel: () => void;
};

/** The text of a cell while it is edited: Enter and Tab keep it, Escape leaves it as it was. */
export function CellEditor({ label, initial, onCommit, onCancel }: Props) {
  const isOver = useRef(false);
  const end = (act: () => void) => {
    if (isOver.current) return;
    isOver.current = true;
    act();
  };
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>) => {
    event.stopPropagation();
    const text = event.currentTarget.value;
    const { key, shiftKey, nativeEvent } = event;
    if (nativeEvent.isComposing) return;
    if (key === "Escape") end(onCancel);
    else if (key === "Enter") end(() => onCommit(text, "down"));
    else if (key === "Tab") end(() => onCommit(text, shiftKey ? "previous" : "next"));
    else return;
    event.preventDefault();
  };
  return (
    <input
      ref={(input) => input?.focus()}
      type="text"
      className="review-editor"
      aria-label={label}
      defaultValue={initial}
      autoComplete="off"
      spellCheck={false}
      onKeyDown={onKeyDown}
      onClick={(event) => event.stopPropagation()}
      onBlur={(event) => {
        const text = event.currentTarget.value;
        end(() => onCommit(text, "stay"));
      }}
    />
  );
}
