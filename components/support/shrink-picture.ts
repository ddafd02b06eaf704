const BYTES_MAX = 700_000;
const PIXELS_MAX = 2000;

/** Makes a chosen picture smaller in its field where it is larger than a form takes; what is none stays, and is refused. */
export async function shrinkPicture(field: HTMLInputElement): Promise<void> {
  const file = field.files?.[0];
  if (!file || file.size <= BYTES_MAX) return;
  try {
    const picture = await createImageBitmap(file);
    const scale = Math.min(1, PIXELS_MAX / Math.max(picture.width, picture.height));
    const canvas = document.createElement("canvas");
    canvas.width = Math.round(picture.width * scale);
    canvas.height = Math.round(picture.height * scale);
    canvas.getContext("2d")?.drawImage(picture, 0, 0, canvas.width, canvas.height);
    const blob = await new Promise<Blob | null>((made) => canvas.toBlob(made, "image/jpeg", 0.8));
    // Another may have been chosen meanwhile.
    if (!blob || field.files?.[0] !== file) return;
    const files = new DataTransfer();
    files.items.add(new File([blob], "screenshot.jpg", { type: "image/jpeg" }));
    field.files = files.files;
  } catch {
    // The server says why it is no picture.
  }
}
