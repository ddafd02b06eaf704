import { crc32, inflateRawSync } from "node:zlib";

/** A member of a ZIP archive as its directory lists it; sizes in bytes, as the archive claims them. */
export type ZipMember = {
  name: string;
  sizeBytes: number;
  inflatedBytes: number;
  isEncrypted: boolean;
  method: number;
  crc: number;
  headerAt: number;
};

const DIRECTORY_END = 0x06054b50;
const DIRECTORY_END_64 = 0x06064b50;
const DIRECTORY_END_64_LOCATOR = 0x07064b50;
const DIRECTORY_MEMBER = 0x02014b50;
const LOCAL_HEADER = 0x04034b50;

const COMMENT_BYTES_MAX = 0xffff;
const MEMBERS_MAX = 10_000;
const IN_EXTRA_FIELD = 0xffffffff;

/**
 * The members of a ZIP archive (APPNOTE 6.3, with ZIP64), or null if it is cut off or damaged.
 *
 * Written here because what a workbook may inflate to has to be known before a byte of it is inflated, and because a
 * checksum that does not fit has to be noticed: a name with a flipped bit is still a name.
 */
export function listZip(bytes: Uint8Array): ZipMember[] | null {
  try {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const directory = findDirectory(view);
    return directory && readDirectory(bytes, view, directory);
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}

/**
 * The bytes of a member, or null if they are damaged or more than the archive claims. No more memory is taken than it
 * claims.
 */
export function readZipMember(bytes: Uint8Array, member: ZipMember): Uint8Array | null {
  try {
    const content = inflate(bytes, member);
    const isWhole = content?.length === member.inflatedBytes && crc32(content) === member.crc;
    return isWhole ? content : null;
  } catch {
    return null;
  }
}

function inflate(bytes: Uint8Array, member: ZipMember): Uint8Array | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (view.getUint32(member.headerAt, true) !== LOCAL_HEADER) return null;
  const nameBytes = view.getUint16(member.headerAt + 26, true);
  const extraBytes = view.getUint16(member.headerAt + 28, true);
  const start = member.headerAt + 30 + nameBytes + extraBytes;
  const packed = bytes.subarray(start, start + member.sizeBytes);
  if (packed.length !== member.sizeBytes) return null;
  if (member.method === 0) return packed;
  return member.method === 8
    ? inflateRawSync(packed, { maxOutputLength: Math.max(1, member.inflatedBytes) })
    : null;
}

type Directory = { at: number; count: number };

function findDirectory(view: DataView): Directory | null {
  const last = view.byteLength - 22;
  for (let at = last; at >= Math.max(0, last - COMMENT_BYTES_MAX); at -= 1) {
    if (view.getUint32(at, true) !== DIRECTORY_END) continue;
    const directory = { count: view.getUint16(at + 10, true), at: view.getUint32(at + 16, true) };
    return directory.at === IN_EXTRA_FIELD || directory.count === 0xffff
      ? findDirectory64(view, at)
      : directory;
  }
  return null;
}

function findDirectory64(view: DataView, endAt: number): Directory | null {
  if (view.getUint32(endAt - 20, true) !== DIRECTORY_END_64_LOCATOR) return null;
  const at = Number(view.getBigUint64(endAt - 12, true));
  if (view.getUint32(at, true) !== DIRECTORY_END_64) return null;
  return { count: Number(view.getBigUint64(at + 32, true)), at: Number(view.getBigUint64(at + 48, true)) };
}

function readDirectory(
  bytes: Uint8Array,
  view: DataView,
  { at: start, count }: Directory,
): ZipMember[] | null {
  if (count > MEMBERS_MAX) return null;
  const members: ZipMember[] = [];
  let at = start;
  for (let index = 0; index < count; index += 1) {
    if (view.getUint32(at, true) !== DIRECTORY_MEMBER) return null;
    const nameBytes = view.getUint16(at + 28, true);
    const extraBytes = view.getUint16(at + 30, true);
    const nameAt = at + 46;
    const sizes = {
      inflatedBytes: view.getUint32(at + 24, true),
      sizeBytes: view.getUint32(at + 20, true),
      headerAt: view.getUint32(at + 42, true),
    };
    members.push({
      name: new TextDecoder().decode(bytes.subarray(nameAt, nameAt + nameBytes)).replaceAll("\\", "/"),
      isEncrypted: (view.getUint16(at + 8, true) & 1) === 1,
      method: view.getUint16(at + 10, true),
      crc: view.getUint32(at + 16, true),
      ...withExtraField(sizes, view, nameAt + nameBytes, extraBytes),
    });
    at = nameAt + nameBytes + extraBytes + view.getUint16(at + 32, true);
  }
  return members;
}

type Sizes = Pick<ZipMember, "inflatedBytes" | "sizeBytes" | "headerAt">;

/** ZIP64 has those sizes that do not fit into 32 bits in an extra field, in this order. */
function withExtraField(sizes: Sizes, view: DataView, start: number, length: number): Sizes {
  for (let at = start; at + 4 <= start + length; at += 4 + view.getUint16(at + 2, true)) {
    if (view.getUint16(at, true) !== 1) continue;
    let valueAt = at + 4;
    const found = { ...sizes };
    for (const key of ["inflatedBytes", "sizeBytes", "headerAt"] as const) {
      if (sizes[key] !== IN_EXTRA_FIELD) continue;
      found[key] = Number(view.getBigUint64(valueAt, true));
      valueAt += 8;
    }
    return found;
  }
  return sizes;
}
