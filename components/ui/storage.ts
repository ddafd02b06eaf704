type Place = "localStorage" | "sessionStorage";

// A browser may refuse to keep anything: in private windows, or when it is full. Then leaving the page loses what was
// typed, and nothing else suffers.

/** What the browser keeps under a name; null when it keeps nothing. */
export function load(place: Place, key: string): string | null {
  try {
    return window[place].getItem(key);
  } catch {
    return null;
  }
}

/** Has the browser keep a text, or with null forget it. */
export function store(place: Place, key: string, text: string | null): void {
  try {
    if (text === null) window[place].removeItem(key);
    else window[place].setItem(key, text);
  } catch {
    // See above.
  }
}
