/** How many of those whom a change was for stayed as they were, and why. */
export type LeftOut = {
  /** Removed by the time that it was their turn. */
  gone: number;
  /** With rights that whoever made the change does not hold. */
  beyond: number;
  /** Whom it made no difference to, or did not suit. */
  same: number;
  /** Whose turn never came: it ended before. */
  unreached: number;
};

export const NOBODY_LEFT: LeftOut = { gone: 0, beyond: 0, same: 0, unreached: 0 };

export const countLeft = ({ gone, beyond, same, unreached }: LeftOut): number =>
  gone + beyond + same + unreached;

export const addLeft = (one: LeftOut, other: Partial<LeftOut>): LeftOut => ({
  gone: one.gone + (other.gone ?? 0),
  beyond: one.beyond + (other.beyond ?? 0),
  same: one.same + (other.same ?? 0),
  unreached: one.unreached + (other.unreached ?? 0),
});
