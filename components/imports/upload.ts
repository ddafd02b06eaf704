export type UploadProgress = { sentBytes: number; totalBytes: number };

/** Sends a file's bytes as they are. Rejects with words for a person: the server's own, or that the connection broke. */
export function sendFile(
  url: string,
  file: File,
  onProgress: (progress: UploadProgress) => void,
): Promise<void> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open("PUT", url);
    request.setRequestHeader("content-type", "application/octet-stream");
    request.upload.onprogress = ({ loaded, total }) => onProgress({ sentBytes: loaded, totalBytes: total });
    request.onload = () => {
      if (request.status >= 200 && request.status < 300) resolve();
      else reject(new Error(wordsOf(request.responseText)));
    };
    request.onerror = () =>
      reject(new Error("The connection broke. Nothing was imported; send the file again."));
    request.send(file);
  });
}

function wordsOf(body: string): string {
  try {
    const { title } = JSON.parse(body) as { title?: unknown };
    if (typeof title === "string") return title;
  } catch {
    // Not a problem document: a proxy's own page, say.
  }
  return "The file could not be received. Nothing was imported; send it again.";
}
