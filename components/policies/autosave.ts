import type { PolicyKey } from "@/lib/policies/catalogue";
import type { Saved } from "@/lib/policies/saved";
import type { PolicyState } from "@/lib/policies/state";
import type { FailureCode, Result } from "@/lib/result";

/** What somebody chose and is not saved yet; `stamp` is that of the value which they saw. */
export type Draft = { value: unknown; isInherited: boolean; stamp: string };

export type Status =
  /** Chosen, and about to be sent. */
  | { kind: "waiting" }
  | { kind: "saving" }
  | { kind: "saved" }
  /** It did not arrive; it is kept and tried again. */
  | { kind: "retrying"; because: "unanswered" | "signedOut" }
  | { kind: "refused"; message: string }
  /** Somebody else was there first: theirs is in `policies` now. */
  | { kind: "conflict" };

export type AutosaveState = {
  policies: PolicyState[];
  drafts: Partial<Record<PolicyKey, Draft>>;
  statuses: Partial<Record<PolicyKey, Status>>;
};

type Outside = {
  send: (key: PolicyKey, draft: Draft) => Promise<Result<Saved>>;
  /** Where drafts outlive the page. */
  load: () => string | null;
  store: (text: string | null) => void;
  /** Calls back after some milliseconds; its answer calls that off. */
  wait: (run: () => void, ms: number) => () => void;
};

const TYPING_MS = 700;
const RETRY_MS = 1000;
const RETRY_MS_MAX = 30_000;
const WORTH_ANOTHER_TRY: FailureCode[] = ["unavailable", "busy", "throttled", "internal", "unauthenticated"];

export type Autosave = ReturnType<typeof autosave>;

/**
 * Saves each change by itself, one after the other, and again and again where it does not arrive. What is not saved yet
 * is kept by the browser.
 */
export function autosave(first: PolicyState[], { send, load, store, wait }: Outside) {
  let state: AutosaveState = { policies: first, drafts: {}, statuses: {} };
  const listeners = new Set<() => void>();
  let isSending = false;
  let isOver = false;
  let tries = 0;
  let callOff = () => {};

  function become(next: Partial<AutosaveState>) {
    state = { ...state, ...next };
    const { drafts } = state;
    store(Object.keys(drafts).length > 0 ? JSON.stringify(drafts) : null);
    for (const listener of listeners) listener();
  }

  const mark = (key: PolicyKey, status: Status, draft?: Draft) =>
    become({
      statuses: { ...state.statuses, [key]: status },
      ...(draft ? { drafts: { ...state.drafts, [key]: draft } } : {}),
    });

  function soon(ms: number) {
    callOff();
    callOff = wait(flush, ms);
  }

  async function flush(): Promise<void> {
    callOff();
    if (isSending || isOver) return;
    isSending = true;
    let goesOn = true;
    while (goesOn && !isOver) goesOn = await sendNext();
    isSending = false;
  }

  /** @returns whether it is worth sending the one behind it now */
  async function sendNext(): Promise<boolean> {
    const key = nextKey(state);
    const draft = key && state.drafts[key];
    if (!key || !draft) return false;
    mark(key, { kind: "saving" });
    const result = await send(key, draft).catch(() => null);
    if (!result || (!result.ok && WORTH_ANOTHER_TRY.includes(result.error.code))) {
      const isOut = result?.ok === false && result.error.code === "unauthenticated";
      mark(key, { kind: "retrying", because: isOut ? "signedOut" : "unanswered" });
      soon(Math.min(RETRY_MS * 2 ** tries, RETRY_MS_MAX));
      tries += 1;
      return false;
    }
    tries = 0;
    const isSame = state.drafts[key] === draft;
    if (!result.ok) {
      const message = result.error.issues?.[0]?.message ?? result.error.message;
      mark(key, isSame ? { kind: "refused", message } : { kind: "waiting" });
      return true;
    }
    const { policies, isConflict } = result.value;
    become({ policies });
    if (isConflict) mark(key, { kind: "conflict" });
    else if (isSame) forget(key, { kind: "saved" });
    else if (state.drafts[key])
      mark(key, { kind: "waiting" }, { ...state.drafts[key], stamp: stampIn(policies, key) });
    return true;
  }

  function forget(key: PolicyKey, status?: Status) {
    const { [key]: _, ...drafts } = state.drafts;
    const { [key]: __, ...statuses } = state.statuses;
    become({ drafts, statuses: status ? { ...statuses, [key]: status } : statuses });
  }

  return {
    subscribe: (listener: () => void) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    state: () => state,
    /** Takes up what the browser kept from before, and saves it. */
    start() {
      isOver = false;
      const drafts = readDrafts(load(), state.policies);
      const statuses = Object.fromEntries(Object.keys(drafts).map((key) => [key, { kind: "waiting" }]));
      become({ drafts: { ...drafts, ...state.drafts }, statuses: { ...statuses, ...state.statuses } });
      void flush();
    },
    stop() {
      isOver = true;
      callOff();
    },
    /** Somebody chose or typed something. */
    change(key: PolicyKey, value: unknown, { isTyped = false, isInherited = false } = {}) {
      const stamp = state.drafts[key]?.stamp ?? stampIn(state.policies, key);
      mark(key, { kind: "waiting" }, { value, isInherited, stamp });
      soon(isTyped ? TYPING_MS : 0);
    },
    /** Sends what waits without waiting on, as when the connection is back. */
    hurry() {
      tries = 0;
      void flush();
    },
    /** After a conflict: theirs stays, or mine is saved all the same. */
    settle(key: PolicyKey, whose: "theirs" | "mine") {
      const draft = state.drafts[key];
      if (whose === "theirs" || !draft) return forget(key);
      mark(key, { kind: "waiting" }, { ...draft, stamp: stampIn(state.policies, key) });
      soon(0);
    },
    /** Gives up what was refused. */
    giveUp: (key: PolicyKey) => forget(key),
  };
}

const nextKey = ({ drafts, statuses }: AutosaveState) =>
  (Object.keys(drafts) as PolicyKey[]).find((key) =>
    ["waiting", "retrying"].includes(statuses[key]?.kind ?? "waiting"),
  );

const stampIn = (policies: PolicyState[], key: PolicyKey) =>
  policies.find((policy) => policy.key === key)?.stamp ?? "";

/** What a browser kept, of policies that there are; anything may stand there. */
function readDrafts(text: string | null, policies: PolicyState[]): AutosaveState["drafts"] {
  try {
    const kept = Object.entries(JSON.parse(text ?? "{}") as Record<string, Partial<Draft> | null>);
    const known = kept.flatMap(([key, draft]): [string, Draft][] => {
      if (!policies.some((policy) => policy.key === key) || typeof draft?.stamp !== "string") return [];
      return [[key, { value: draft.value, isInherited: draft.isInherited === true, stamp: draft.stamp }]];
    });
    return Object.fromEntries(known);
  } catch {
    return {};
  }
}
