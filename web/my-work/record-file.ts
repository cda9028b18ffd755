import { type RecordFile, recordFileText, type WorkRecord } from "../../core/my-work/work-record.ts";

/** Reads what the server signed. The signature is for others to check: they have a key that did not come from here. */
export const recordIn = (jws: string): WorkRecord => {
  const body = (jws.split(".")[1] ?? "").replaceAll("-", "+").replaceAll("_", "/");
  const bytes = Uint8Array.from(atob(body), (unit) => unit.charCodeAt(0));
  return JSON.parse(new TextDecoder().decode(bytes)) as WorkRecord;
};

/** Hands the record over as a file. */
export const saveRecord = (file: RecordFile): void => {
  const url = URL.createObjectURL(new Blob([recordFileText(file)], { type: "application/json" }));
  const link = document.createElement("a");
  link.href = url;
  link.download = `labelloop-record-${file.record.issuedOn}.json`;
  link.click();
  URL.revokeObjectURL(url);
};
