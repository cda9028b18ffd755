import type { VNode } from "preact";
import { date, t } from "../i18n/t.ts";
import { Button } from "../parts/button.tsx";
import { TextField } from "../parts/field.tsx";
import { Notice } from "../parts/notice.tsx";
import { toast } from "../parts/toast.tsx";

interface LinkShownProps {
  readonly kind: "invite" | "reset";
  readonly secret: string;
  readonly expiresAtMs: number;
}

/** A link that is shown once: only its hash is kept, so nobody can look it up again. */
export const LinkShown = ({ kind, secret, expiresAtMs }: LinkShownProps): VNode => {
  const link = `${location.origin}/${kind}/${secret}`;
  return (
    <Notice tone="leaf" title={t("manage.link.title")}>
      <p>{t("manage.link.body", { date: date(expiresAtMs) })}</p>
      <TextField label={t("manage.link.label")} value={link} readOnly onValue={() => undefined} />
      <div class="row">
        <Button
          onClick={async () => {
            await navigator.clipboard.writeText(link);
            toast(t("app.copied"));
          }}
        >
          {t("app.copy")}
        </Button>
      </div>
    </Notice>
  );
};
