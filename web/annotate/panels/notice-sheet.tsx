import type { VNode } from "preact";
import type { MediaKind } from "../../../core/project.ts";
import type { ChangeShape } from "../../../lambdas/api/changes.ts";
import { t } from "../../i18n/t.ts";
import { Button } from "../../parts/button.tsx";
import { Dialog } from "../../parts/dialog.tsx";
import { Notice } from "../../parts/notice.tsx";
import { NoticeChanges } from "./notice-changes.tsx";

interface NoticeSheetProps {
  readonly changes: readonly ChangeShape[];
  readonly media: MediaKind;
  /** Answers that wait on this device. */
  readonly waiting: number;
  /** She wanted her last answer back, and it did not come. */
  readonly isTooLate: boolean;
  readonly onGo: () => void;
  /** Takes the last answer back, to change it. */
  readonly onBack: () => void;
}

/** What has changed, before her answers leave the device. Shutting it takes the last answer back: nothing goes unread. */
export const NoticeSheet = ({ changes, media, waiting, isTooLate, onGo, onBack }: NoticeSheetProps): VNode => (
  <Dialog sheet title={t("changes.title")} onClose={onBack}>
    <div class="stack">
      <p>{t("changes.held", { count: waiting })}</p>
      <NoticeChanges changes={changes} media={media} />
      {isTooLate && (
        <Notice tone="ochre" alert>
          <p>{t("changes.tooLate")}</p>
        </Notice>
      )}
      <div class="row">
        <Button kind="primary" onClick={onGo}>
          {t("changes.go")}
        </Button>
        <Button onClick={onBack}>{t("changes.back")}</Button>
      </div>
    </div>
  </Dialog>
);
