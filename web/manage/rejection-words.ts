import { REJECTION_CODES } from "../../core/rejection.ts";
import { t } from "../i18n/t.ts";

/** Why a file was not taken, in her language; the server's own words for what this page does not know yet. */
export const rejectionWords = ({ code, message }: { readonly code: string; readonly message: string }): string => {
  const known = REJECTION_CODES.find((one) => one === code);
  return known ? t(`manage.rejected.${known}`) : message;
};
