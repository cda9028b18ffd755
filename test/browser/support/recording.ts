import type { Browser } from "playwright-core";

/**
 * A video as a browser on a phone records it: a moving square, drawn and encoded in a page that has nothing to do with
 * the product. Its header says neither how long it is nor where its frames lie.
 *
 * @param type container and codec, as `MediaRecorder` names them; refused when this browser cannot write them
 */
export const recordVideo = async (browser: Browser, type: string, seconds: number): Promise<Buffer> => {
  const page = await browser.newPage();
  try {
    const base64 = await page.evaluate(record, { type, seconds });
    return Buffer.from(base64, "base64");
  } finally {
    await page.context().close();
  }
};

/** Runs in the page, so it brings along all that it needs. */
const record = async ({ type, seconds }: { readonly type: string; readonly seconds: number }): Promise<string> => {
  if (!MediaRecorder.isTypeSupported(type)) throw new Error(`this browser does not record ${type}`);
  const canvas = Object.assign(document.createElement("canvas"), { width: 160, height: 90 });
  const brush = canvas.getContext("2d");
  if (!brush) throw new Error("this browser does not draw");
  const draw = (atMs: number): void => {
    brush.fillStyle = "#2d5a3d";
    brush.fillRect(0, 0, 160, 90);
    brush.fillStyle = "#e69f00";
    brush.fillRect((atMs / 20) % 130, 30, 30, 30);
  };
  const recorder = new MediaRecorder(canvas.captureStream(25), { mimeType: type });
  const pieces: Blob[] = [];
  recorder.ondataavailable = ({ data }) => pieces.push(data);
  const stopped = new Promise((resolve) => {
    recorder.onstop = resolve;
  });
  const ticking = setInterval(() => draw(performance.now()), 40);
  recorder.start(500);
  await new Promise((resolve) => setTimeout(resolve, seconds * 1000));
  recorder.stop();
  await stopped;
  clearInterval(ticking);
  const bytes = new Uint8Array(await new Blob(pieces).arrayBuffer());
  return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""));
};
