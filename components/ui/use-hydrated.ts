import { useSyncExternalStore } from "react";

const neverChanges = () => () => undefined;
const inBrowser = () => true;
const onServer = () => false;

/** Whether the page's script runs: not yet in what the server sent, and from the start on pages that script went to. */
export const useHydrated = (): boolean => useSyncExternalStore(neverChanges, inBrowser, onServer);
