import { isGuessedFirst, PIN_DIGITS } from "@/lib/credentials/pins/shape";

/**
 * A PIN that the system makes.
 * @param randomBelow a whole number from 0 up to, and without, its argument, each as likely as any other
 */
export function newPin(randomBelow: (end: number) => number): string {
  for (;;) {
    const pin = String(randomBelow(10 ** PIN_DIGITS)).padStart(PIN_DIGITS, "0");
    if (!isGuessedFirst(pin)) return pin;
  }
}
