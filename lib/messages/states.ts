/** What became of a message. `sending` is a worker's for a moment. */
export const MESSAGE_STATES = [
  "queued",
  "sending",
  "sent",
  "delivered",
  "opened",
  "bounced",
  "complained",
  "failed",
  "cancelled",
] as const;
export type MessageState = (typeof MESSAGE_STATES)[number];

export const STATE_INFO: Record<MessageState, { label: string; meaning: string }> = {
  queued: { label: "Queued", meaning: "Waits for its turn, or for another try." },
  sending: { label: "Sending", meaning: "Is being handed over at this moment." },
  sent: { label: "Sent", meaning: "The mail or SMS service has taken it." },
  delivered: { label: "Delivered", meaning: "It has reached the mailbox or the phone." },
  opened: { label: "Opened", meaning: "Somebody, or a program of theirs, has looked at it." },
  bounced: { label: "Bounced", meaning: "It came back: there is no such mailbox or number." },
  complained: { label: "Complained", meaning: "Whoever got it has called it unwanted." },
  failed: { label: "Failed", meaning: "It was given up, for the reason beside it." },
  cancelled: { label: "Cancelled", meaning: "It was not needed any more, for the reason beside it." },
};

/** What a service tells of a message later. */
export const DELIVERY_EVENTS = ["sent", "delivered", "opened", "bounced", "complained", "failed"] as const;
export type DeliveryEvent = (typeof DELIVERY_EVENTS)[number];
