import type { VNode } from "preact";
import { inLanguage } from "../../../core/localized.ts";
import type { ProposalShape } from "../../../lambdas/api/proposals.ts";
import { language } from "../../i18n/language.ts";
import { t } from "../../i18n/t.ts";
import { VoicePlayer } from "../../parts/voice-player.tsx";
import { MarkedPicture } from "./marked-picture.tsx";

/** What somebody proposed, in her words and by her example. */
export const ProposalBody = ({ proposal }: { readonly proposal: ProposalShape }): VNode => {
  const { definition, why, voice, example } = proposal;
  const { url, text, width, height, region } = example;
  return (
    <div class="stack">
      {url && width && height && <MarkedPicture url={url} width={width} height={height} region={region} />}
      {text && <p class="quote">{text}</p>}
      {definition && (
        <div>
          <h3>{t("say.second.meant")}</h3>
          <p class="plain" dir="auto">
            {inLanguage(definition, language.value)}
          </p>
        </div>
      )}
      {why && (
        <div>
          <h3>{t("say.second.why")}</h3>
          <p class="plain" dir="auto">
            {why}
          </p>
        </div>
      )}
      {voice && (
        <div>
          <h3>{t("say.second.voice")}</h3>
          <VoicePlayer url={voice.url} label={t("say.second.voice")} />
        </div>
      )}
    </div>
  );
};
