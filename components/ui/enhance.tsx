"use client";

import { useEffect } from "react";
import { nextItem } from "@/components/ui/menu-keys";
import { isShortcut } from "@/components/ui/shortcut";

/**
 * What the browser does not do by itself, for the whole page and once: arrows in menus, shortcuts, Escape for tooltips,
 * closing what a link was followed from. So menus, dialogs and tooltips need no client code of their own.
 */
export function Enhance() {
  useEffect(() => {
    const stop = new AbortController();
    const { signal } = stop;
    if (isMac()) document.documentElement.dataset.platform = "mac";
    document.addEventListener("keydown", onKeydown, { signal });
    document.addEventListener("click", onClick, { signal });
    document.addEventListener("toggle", onToggle, { signal, capture: true });
    return () => stop.abort();
  }, []);
  return null;
}

function onKeydown(event: KeyboardEvent) {
  const target = event.target as Element;
  const menu = target.closest<HTMLElement>("[role=menu]");
  if (menu) return moveInMenu(event, menu);
  if (event.key === "ArrowDown" && target.matches("button[aria-haspopup=menu]")) {
    event.preventDefault();
    return (target as HTMLElement).click();
  }
  if (event.key === "Escape") return dismissTooltips();
  if (event.ctrlKey || event.metaKey) followShortcut(event);
}

function moveInMenu(event: KeyboardEvent, menu: HTMLElement) {
  const items = menuItems(menu);
  const index = nextItem(
    event.key,
    items.indexOf(document.activeElement as HTMLElement),
    items.map((item) => item.textContent),
  );
  if (index === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
  event.preventDefault();
  items[index]?.focus();
}

function dismissTooltips() {
  for (const tip of document.querySelectorAll<HTMLElement>(".tip:is(:hover, :focus-within)")) {
    tip.dataset.dismissed = "";
    const restore = () => delete tip.dataset.dismissed;
    tip.addEventListener("pointerleave", restore, { once: true });
    tip.addEventListener("focusout", restore, { once: true });
  }
}

function followShortcut(event: KeyboardEvent) {
  const candidates = [...document.querySelectorAll<HTMLElement>("[data-shortcut]")];
  const match = candidates.find(
    (element) => element.checkVisibility() && isShortcut(element.dataset.shortcut ?? "", event, isMac()),
  );
  if (!match) return;
  event.preventDefault();
  if (!(match instanceof HTMLInputElement)) return match.click();
  match.focus();
  match.select();
}

function onClick(event: MouseEvent) {
  const target = event.target as Element;
  const followed = target.closest("a[href], [role=menuitem]");
  followed?.closest<HTMLElement>(":popover-open")?.hidePopover();
  if ("commandForElement" in HTMLButtonElement.prototype) return;
  const invoker = target.closest("button[commandfor]");
  const dialog = invoker && document.getElementById(invoker.getAttribute("commandfor") ?? "");
  if (!(dialog instanceof HTMLDialogElement)) return;
  if (invoker?.getAttribute("command") === "show-modal") dialog.showModal();
  else dialog.close();
}

function onToggle(event: Event) {
  const popover = event.target as HTMLElement;
  if ((event as ToggleEvent).newState !== "open") return;
  if (popover.matches(".popover-panel") && !CSS.supports("position-area", "block-end")) placeByHand(popover);
  popover.querySelector<HTMLElement>("[data-autofocus]")?.focus();
  if (popover.role === "menu") menuItems(popover)[0]?.focus();
}

function placeByHand(popover: HTMLElement) {
  const opener = document
    .querySelector(`[popovertarget="${CSS.escape(popover.id)}"]`)
    ?.getBoundingClientRect();
  if (!opener) return;
  const end = popover.dataset.align === "end";
  const left = end ? opener.right - popover.offsetWidth : opener.left;
  const below = opener.bottom + popover.offsetHeight + 12 < innerHeight;
  popover.style.left = `${Math.max(8, Math.min(left, innerWidth - popover.offsetWidth - 8))}px`;
  popover.style.top = `${below ? opener.bottom : Math.max(8, opener.top - popover.offsetHeight - 12)}px`;
}

function menuItems(menu: HTMLElement): HTMLElement[] {
  return [...menu.querySelectorAll<HTMLElement>("[role=menuitem]:not(:disabled)")];
}

function isMac(): boolean {
  return /mac|iphone|ipad/i.test(navigator.platform);
}
