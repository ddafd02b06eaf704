/**
 * Where the focus goes in a menu: the index of the next item, or undefined when the key is none of a menu's.
 * `current` is -1 when no item has the focus; a letter goes to the next item that starts with it (ARIA menu pattern).
 */
export function nextItem(key: string, current: number, labels: string[]): number | undefined {
  const last = labels.length - 1;
  if (last < 0) return undefined;
  if (key === "ArrowDown") return current >= last ? 0 : current + 1;
  if (key === "ArrowUp") return current <= 0 ? last : current - 1;
  if (key === "Home") return 0;
  if (key === "End") return last;
  if (key.length !== 1 || key === " ") return undefined;
  const order = labels.map((_, step) => (current + 1 + step) % labels.length);
  return order.find((index) => labels[index]?.trim().toLowerCase().startsWith(key.toLowerCase()));
}
