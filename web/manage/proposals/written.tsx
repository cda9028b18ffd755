import type { ComponentChildren, VNode } from "preact";
import type { Localized } from "../../../core/localized.ts";
import { languageName } from "../../i18n/language-name.ts";

/** Words as somebody wrote them: in her language, in its direction, with her line breaks. */
export const Written = ({ language, text }: { readonly language: string; readonly text: string }): VNode => (
  <p class="written" lang={language} dir="auto">
    {text}
  </p>
);

/** A text in every language that it was given in, each said to be in it. */
export const InEach = ({
  text,
  children,
}: {
  readonly text: Localized;
  readonly children?: ComponentChildren;
}): VNode => (
  <>
    {Object.entries(text).map(([language, words]) => (
      <p key={language} class="written">
        <span lang={language} dir="auto">
          {words}
        </span>{" "}
        <span class="small soft">{languageName(language)}</span>
      </p>
    ))}
    {children}
  </>
);

/** The name that is proposed, as it is written in its language; several languages one after another. */
export const ProposedName = ({ names }: { readonly names: Localized }): VNode => (
  <>
    {Object.entries(names).map(([language, name], at) => (
      <>
        {at > 0 && " · "}
        <span key={language} lang={language} dir="auto">
          {name}
        </span>
      </>
    ))}
  </>
);
