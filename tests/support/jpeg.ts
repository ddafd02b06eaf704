const PLAIN = `/9j/2wBDABQODxIPDRQSEBIXFRQYHjIhHhwcHj0sLiQySUBMS0dARkVQWnNiUFVtVkVGZIhlbXd7gYKBTmCNl4x9lnN+gXz/2wBDARUXFx4aHjshITt8U0ZT
fHx8fHx8fHx8fHx8fHx8fHx8fHx8fHx8fHx8fHx8fHx8fHx8fHx8fHx8fHx8fHx8fHz/wgARCAAMABADASIAAhEBAxEB/8QAFQABAQAAAAAAAAAAAAAAAAAAAAP/xAAU
AQEAAAAAAAAAAAAAAAAAAAAE/9oADAMBAAIQAxAAAAGIWT//xAAUEAEAAAAAAAAAAAAAAAAAAAAg/9oACAEBAAEFAh//xAAUEQEAAAAAAAAAAAAAAAAAAAAA/9oACAED
AQE/AX//xAAUEQEAAAAAAAAAAAAAAAAAAAAA/9oACAECAQE/AX//xAAUEAEAAAAAAAAAAAAAAAAAAAAg/9oACAEBAAY/Ah//xAAUEAEAAAAAAAAAAAAAAAAAAAAg/9oA
CAEBAAE/IR//2gAMAwEAAgADAAAAEAP/xAAUEQEAAAAAAAAAAAAAAAAAAAAA/9oACAEDAQE/EH//xAAUEQEAAAAAAAAAAAAAAAAAAAAA/9oACAECAQE/EH//xAAUEAEA
AAAAAAAAAAAAAAAAAAAg/9oACAEBAAE/EB//2Q==`;

/** A progressive JPEG of 16 by 12 pixels and one colour, of nothing but what makes the picture. */
export const plainJpeg = (): Buffer => Buffer.from(PLAIN, "base64");

/** A segment of a JPEG. */
export function segment(marker: number, data: Buffer): Buffer {
  const head = Buffer.from([0xff, marker, 0, 0]);
  head.writeUInt16BE(data.length + 2, 2);
  return Buffer.concat([head, data]);
}

/** The same picture with segments behind its beginning, and something behind its end. */
export const jpegWith = (segments: Buffer[], behind: Buffer = Buffer.alloc(0)): Buffer =>
  Buffer.concat([plainJpeg().subarray(0, 2), ...segments, plainJpeg().subarray(2), behind]);
