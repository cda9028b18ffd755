import type { VNode } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { EXAMPLE_BYTES_MAX, EXAMPLE_TYPES, isExampleType } from "../../core/example-key.ts";
import { useApp } from "../app.ts";
import { t } from "../i18n/t.ts";
import { Button } from "../parts/button.tsx";
import { Icon } from "../parts/icon.tsx";
import { Meter } from "../parts/meter.tsx";
import { wordsFor } from "../parts/notice.tsx";
import { asProblem } from "../problem.ts";
import type { ExampleDraft } from "./project-draft.ts";
import { sendExample } from "./upload/send-example.ts";

interface ExampleFieldProps {
  readonly projectId: string;
  /** Place of the label in the list, from 1. */
  readonly number: number;
  readonly example: ExampleDraft | undefined;
  readonly onExample: (example: ExampleDraft | undefined) => void;
}

/** The example picture of one label: sent when it is chosen, in force when the labels are saved. */
export const ExampleField = ({ projectId, number, example, onExample }: ExampleFieldProps): VNode => {
  const { choose, stop, share, wrong } = useSending(projectId, example, onExample);
  const input = useRef<HTMLInputElement>(null);
  return (
    <div class="stack tight">
      {example?.state === "kept" && <img class="example" src={example.url} alt={t("manage.example.of", { number })} />}
      {example?.state === "sending" ? (
        <div class="row">
          <Meter share={share} label={t("manage.example.sending", { number })} />
          <Button onClick={stop}>{t("manage.example.stop")}</Button>
        </div>
      ) : (
        <div class="row">
          <Button onClick={() => input.current?.click()}>
            {t(example ? "manage.example.replace" : "manage.example.add", { number })}
          </Button>
          {example && (
            <Button
              kind="quiet"
              square
              aria-label={t("manage.example.remove", { number })}
              title={t("manage.example.remove", { number })}
              onClick={() => onExample(undefined)}
            >
              <Icon name="trash" />
            </Button>
          )}
        </div>
      )}
      <input
        ref={input}
        hidden
        type="file"
        accept={EXAMPLE_TYPES.join(",")}
        onChange={({ currentTarget }) => {
          const [file] = currentTarget.files ?? [];
          // The same file can be chosen once more.
          currentTarget.value = "";
          if (file) void choose(file);
        }}
      />
      {wrong && (
        <p class="wrong" role="alert">
          {wrong}
        </p>
      )}
    </div>
  );
};

const wrongWith = (file: File): string | undefined => {
  if (!isExampleType(file.type)) return t("manage.example.wrongType");
  return file.size > EXAMPLE_BYTES_MAX ? t("manage.example.tooLarge") : undefined;
};

/** Ends with the label it is for; until then the other fields of the form may change, so the newest `onExample` is called. */
const useSending = (
  projectId: string,
  example: ExampleDraft | undefined,
  onExample: (example: ExampleDraft | undefined) => void,
) => {
  const { api } = useApp();
  const [share, setShare] = useState(0);
  const [wrong, setWrong] = useState<string | undefined>(undefined);
  const running = useRef<AbortController | undefined>(undefined);
  const shownUrl = useRef<string | undefined>(undefined);
  const isGone = useRef(false);
  const put = useRef(onExample);
  put.current = onExample;
  const forgetUrl = (): void => {
    if (shownUrl.current) URL.revokeObjectURL(shownUrl.current);
    shownUrl.current = undefined;
  };
  useEffect(
    () => () => {
      isGone.current = true;
      running.current?.abort();
      forgetUrl();
    },
    [],
  );
  const choose = async (file: File): Promise<void> => {
    const reason = wrongWith(file);
    setWrong(reason);
    if (reason) return;
    const sending = new AbortController();
    running.current = sending;
    setShare(0);
    onExample({ state: "sending" });
    try {
      const onSent = (bytes: number): void => setShare(bytes / file.size);
      const key = await sendExample(projectId, file, { api, stopped: sending.signal, onSent });
      if (isGone.current) return;
      forgetUrl();
      shownUrl.current = URL.createObjectURL(file);
      put.current({ state: "kept", key, url: shownUrl.current });
    } catch (thrown) {
      if (isGone.current) return;
      put.current(example);
      if (!sending.signal.aborted) setWrong(wordsFor(asProblem(thrown)));
    }
  };
  return { choose, stop: () => running.current?.abort(), share, wrong };
};
