import { isDeepStrictEqual } from "node:util";
import { type Attribute, attributeNamed, type Resource, type ResourceType } from "@/lib/scim/attribute";
import type { Bound, Place } from "@/lib/scim/bind";
import { canonicalValue, isObject } from "@/lib/scim/canonical";
import { isPresent, matches } from "@/lib/scim/evaluate";
import { type PatchTarget, readPatchPath } from "@/lib/scim/patch-path";
import { badRequest } from "@/lib/scim/refusal";

/** One operation, its path read. */
export type Operation = { op: "add" | "replace" | "remove"; target: PatchTarget; value: unknown };

const OPS = ["add", "replace", "remove"] as const;
const OPERATIONS_MAX = 1_000;

/**
 * Reads the body of a PATCH (RFC 7644, 3.5.2). An operation without a path is taken as one for each attribute that its value
 * has, whose names may be paths too. What the value only repeats of what nobody can write is passed over.
 * @param current the resource, where there is one at hand
 * @throws Refusal
 */
export function readOperations(type: ResourceType, body: unknown, current: Resource = {}): Operation[] {
  const operations = isObject(body) ? entryOf(body, "operations") : undefined;
  if (!Array.isArray(operations) || operations.length === 0)
    throw badRequest("invalidSyntax", "A PATCH has “Operations”, one at least.");
  if (operations.length > OPERATIONS_MAX)
    throw badRequest("tooMany", `A PATCH has at most ${OPERATIONS_MAX} operations.`);
  return operations.flatMap((each) => readOperation(type, each, current));
}

function readOperation(type: ResourceType, given: unknown, current: Resource): Operation[] {
  if (!isObject(given)) throw badRequest("invalidSyntax", "An operation is an object.");
  const said = entryOf(given, "op");
  const op = OPS.find((each) => typeof said === "string" && each === said.trim().toLowerCase());
  if (!op) throw badRequest("invalidSyntax", "“op” is add, replace or remove.");
  const path = entryOf(given, "path");
  const value = entryOf(given, "value");
  if (path !== undefined && path !== null && path !== "") {
    if (typeof path !== "string") throw badRequest("invalidPath", "“path” is a text.");
    return [writable({ op, target: readPatchPath(type, path), value })];
  }
  if (op === "remove") throw badRequest("noTarget", "To remove something takes a path.");
  if (!isObject(value)) throw badRequest("invalidValue", "Without a path, “value” is an object.");
  return Object.entries(value).flatMap(([key, part]): Operation[] => {
    if (key.toLowerCase() === "schemas") return [];
    const target = readPatchPath(type, key);
    if ("place" in target && isRepeated(target.place, part, current)) return [];
    return [writable({ op, target, value: part })];
  });
}

const entryOf = (object: Resource, name: string): unknown =>
  Object.entries(object).find(([key]) => key.toLowerCase() === name)?.[1];

function isRepeated({ attribute }: Place, value: unknown, current: Resource): boolean {
  if (attribute.mutability !== "readOnly") return false;
  return attribute.name === "meta" || isDeepStrictEqual(value, current[attribute.name]);
}

function writable(operation: Operation): Operation {
  const { target } = operation;
  if ("whole" in target) return operation;
  const { attribute, sub } = target.place;
  const locked = [attribute, sub].find((each) => each?.mutability === "readOnly");
  if (locked) throw badRequest("mutability", `“${locked.name}” is only read.`);
  if (sub?.mutability === "immutable" && operation.op !== "add")
    throw badRequest("mutability", `“${attribute.name}.${sub.name}” is written once.`);
  if (operation.op === "remove" && (sub?.required || (!sub && attribute.required)))
    throw badRequest("mutability", `“${(sub ?? attribute).name}” is required.`);
  return operation;
}

/** What a resource becomes by operations, one after the other. @throws Refusal; nothing of the resource is changed then */
export function patched(resource: Resource, operations: readonly Operation[]): Resource {
  const next = structuredClone(resource);
  for (const operation of operations) apply(next, operation);
  return next;
}

function apply(resource: Resource, { op, target, value }: Operation): void {
  if ("whole" in target) {
    const { whole } = target;
    if (op === "remove") return void delete resource[whole.id];
    if (!isObject(value)) throw badRequest("invalidValue", `“${whole.id}” takes an object.`);
    for (const [key, part] of Object.entries(value)) {
      const attribute = attributeNamed(key, whole.attributes);
      if (!attribute) throw badRequest("invalidPath", `There is no attribute “${whole.id}:${key}”.`);
      apply(resource, {
        op,
        target: { place: { extension: whole, attribute, sub: null }, only: null },
        value: part,
      });
    }
    return;
  }
  const { place, only } = target;
  const container = containerOf(resource, place);
  const { attribute } = place;
  const after = attribute.multiValued
    ? severalAfter(listOf(container[attribute.name]), op, place, only, value)
    : oneAfter(container[attribute.name], op, place, value);
  if (isPresent(after)) container[attribute.name] = after;
  else if (attribute.required) throw badRequest("mutability", `“${attribute.name}” is required.`);
  else delete container[attribute.name];
  if (place.extension && !isPresent(container)) delete resource[place.extension.id];
}

function containerOf(resource: Resource, { extension }: Place): Resource {
  if (!extension) return resource;
  const held = resource[extension.id];
  if (isObject(held)) return held;
  const made: Resource = {};
  resource[extension.id] = made;
  return made;
}

const listOf = (held: unknown): unknown[] => (Array.isArray(held) ? held : held === undefined ? [] : [held]);

type Op = Operation["op"];

function oneAfter(held: unknown, op: Op, { attribute, sub }: Place, value: unknown): unknown {
  if (attribute.type !== "complex") return op === "remove" ? undefined : read(attribute, op, value);
  const before = isObject(held) ? held : {};
  if (sub) return withPart(before, op, sub, value);
  if (op === "remove") return undefined;
  const given = read(attribute, op, value);
  return isObject(given) ? { ...before, ...given } : undefined;
}

function withPart(held: Resource, op: Op, sub: Attribute, value: unknown): Resource {
  const { [sub.name]: _, ...others } = held;
  const given = op === "remove" ? undefined : read(sub, op, value);
  return given === undefined ? others : { ...others, [sub.name]: given };
}

/** An addition adds something; a replacement by nothing takes away. */
function read(attribute: Attribute, op: Op, value: unknown): unknown {
  const given = canonicalValue(attribute, value);
  if (given === undefined && op === "add")
    throw badRequest("invalidValue", `“${attribute.name}” is given no value.`);
  return given;
}

function severalAfter(held: unknown[], op: Op, place: Place, only: Bound | null, value: unknown): unknown[] {
  const { attribute, sub } = place;
  const isMeant = (each: unknown) => only === null || (isObject(each) && matches(only, each));
  if (sub || only) return partsAfter(held, op, place, only, isMeant, value);
  const given = listOf(op === "remove" && value === undefined ? undefined : canonicalValue(attribute, value));
  switch (op) {
    case "replace":
      return given;
    case "remove":
      // Some programs name what goes in the value.
      return given.length === 0 ? [] : held.filter((each) => !given.some((gone) => isSame(each, gone)));
    case "add": {
      if (given.length === 0) throw badRequest("invalidValue", `“${attribute.name}” is given no value.`);
      const known = new Set(held.map(keyOf));
      const added = given.filter(
        (each) => !known.has(keyOf(each)) || !held.some((other) => isSame(other, each)),
      );
      return onePrimary([...held, ...added], given);
    }
  }
}

function partsAfter(
  held: unknown[],
  op: Op,
  { attribute, sub }: Place,
  only: Bound | null,
  isMeant: (each: unknown) => boolean,
  value: unknown,
): unknown[] {
  if (op === "remove" && !sub) return held.filter((each) => !isMeant(each));
  const meant = held.filter(isMeant);
  if (op === "remove" && sub)
    return held
      .map((each) => (isMeant(each) && isObject(each) ? withPart(each, op, sub, value) : each))
      .filter(isPresent);
  const single = { ...attribute, multiValued: false };
  const become = (each: Resource): Resource => {
    if (sub) return withPart(each, op, sub, value);
    const given = read(single, op, value);
    return isObject(given) ? (op === "add" ? { ...each, ...given } : given) : {};
  };
  if (meant.length > 0) {
    const changed = held.map((each) => (isMeant(each) && isObject(each) ? become(each) : each));
    return onePrimary(
      changed.filter(isPresent),
      changed.filter((_, index) => isMeant(held[index])),
    );
  }
  // To replace what is not there is nothing to do anything to (RFC 7644, 3.5.2.3); what is added begins as its filter says.
  const seed = op === "add" || only === null ? seedOf(only) : null;
  if (!seed) throw badRequest("noTarget", `None of “${attribute.name}” is what the path asks for.`);
  const made = become(seed);
  return onePrimary([...held, made], [made]);
}

/** What an element has to be for a filter that only says what its parts equal; null for any other. */
function seedOf(filter: Bound | null): Resource | null {
  if (filter === null) return {};
  if (filter.kind === "compare" && filter.operator === "eq" && filter.value !== null)
    return { [filter.place.attribute.name]: filter.value };
  if (filter.kind !== "and") return null;
  const [left, right] = [seedOf(filter.left), seedOf(filter.right)];
  return left && right && { ...left, ...right };
}

/** What is made the primary one by an operation takes that from the others (RFC 7644, 3.5.2). */
function onePrimary(all: unknown[], given: readonly unknown[]): unknown[] {
  const first = given.findLast((each) => isObject(each) && each.primary === true);
  if (!first) return all;
  return all.map((each) => {
    if (!isObject(each) || each.primary !== true || isDeepStrictEqual(each, first)) return each;
    return { ...each, primary: false };
  });
}

const keyOf = (element: unknown): unknown => (isObject(element) ? element.value : element);

/** Whether an element is what another one says: in all that that one says of it. */
function isSame(element: unknown, said: unknown): boolean {
  if (!isObject(element) || !isObject(said)) return element === said;
  return Object.entries(said).every(([name, value]) => isDeepStrictEqual(element[name], value));
}

/** The attribute itself, where an operation is about members and about nothing of them but who they are. */
export function membersOf({ op, target, value }: Operation): { op: Op; ids: string[] } | null {
  if ("whole" in target) return null;
  const { place, only } = target;
  if (place.attribute.name !== "members" || place.sub) return null;
  if (only) {
    const isById = only.kind === "compare" && only.operator === "eq" && only.place.attribute.name === "value";
    return op === "remove" && isById ? { op, ids: [String(only.value)] } : null;
  }
  const given = listOf(
    op === "remove" && value === undefined ? undefined : canonicalValue(place.attribute, value),
  );
  if (op === "replace" || (op === "remove" && given.length === 0)) return null;
  return { op, ids: given.map((each) => String((each as Resource).value)) };
}
