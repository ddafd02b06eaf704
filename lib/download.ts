/**
 * An answer with a file that is made while it is sent: a piece at a time and only when it is asked for. Nobody on the
 * way keeps it.
 * @param type the media type with its charset
 * @param name the file's name; letters beyond ASCII go as RFC 8187 has them
 */
export function download(pieces: AsyncGenerator<Uint8Array>, type: string, name: string): Response {
  const fileName = /^[\w.-]+$/.test(name) ? `filename="${name}"` : `filename*=UTF-8''${encoded(name)}`;
  return new Response(streamOf(pieces), {
    headers: {
      "content-type": type,
      "content-disposition": `attachment; ${fileName}`,
      "cache-control": "no-store",
    },
  });
}

const encoded = (name: string) =>
  encodeURIComponent(name).replace(
    /['()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );

function streamOf(pieces: AsyncGenerator<Uint8Array>): ReadableStream<Uint8Array> {
  return new ReadableStream(
    {
      async pull(controller) {
        const { done, value } = await pieces.next();
        if (done) controller.close();
        else controller.enqueue(value);
      },
      async cancel() {
        await pieces.return(undefined);
      },
    },
    { highWaterMark: 0 },
  );
}
