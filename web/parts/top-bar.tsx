import type { VNode } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { useLocation } from "preact-iso/router";
import { PAGE_LANGUAGES, type PageLanguage } from "../../core/localized.ts";
import { useApp } from "../app.ts";
import { changeLanguage } from "../i18n/catalogue.ts";
import { keepLanguage, language, OWN_NAMES } from "../i18n/language.ts";
import { t } from "../i18n/t.ts";
import { keepTheme, THEMES, themeOf } from "../theme.ts";
import { Button } from "./button.tsx";
import { Icon } from "./icon.tsx";

export interface BarLink {
  readonly href: string;
  readonly text: string;
}

/** The bar of every screen: brand, the places of the area, language, and who is signed in. */
export const TopBar = ({ links }: { readonly links: readonly BarLink[] }): VNode => {
  const { path } = useLocation();
  const signedIn = useApp().session.now.value;
  const places = useRef<HTMLElement>(null);
  // On a phone the places scroll sideways: the one of now must be in sight.
  useEffect(() => {
    const here = places.current?.querySelector<HTMLElement>("[aria-current]");
    if (here && places.current) places.current.scrollLeft = here.offsetLeft - places.current.offsetLeft - 48;
  }, [path, links.length]);
  const above = placeOf(path, links);
  return (
    <header class="bar">
      <a class="brand" href="/">
        {t("app.name")}
      </a>
      {links.length > 0 && (
        <nav ref={places} aria-label={t("app.places")}>
          {links.map(({ href, text }) => (
            <a key={href} href={href} aria-current={href === path ? "page" : href === above ? "true" : undefined}>
              {text}
            </a>
          ))}
        </nav>
      )}
      <div class="end">
        <LanguageSwitch />
        {signedIn.state === "in" || signedIn.state === "expired" ? (
          <>
            <Button kind="quiet" popovertarget="menu" aria-label={`${t("app.menu")}: ${signedIn.who.signInName}`}>
              <Icon name="person" />
              <span class="who">{signedIn.who.signInName}</span>
            </Button>
            <Menu />
          </>
        ) : null}
      </div>
    </header>
  );
};

/** The place that a screen lies in: the longest address that its own goes on from. */
const placeOf = (path: string, links: readonly BarLink[]): string | undefined =>
  links
    .map(({ href }) => href)
    .filter((href) => path === href || path.startsWith(`${href}/`))
    .sort((a, b) => b.length - a.length)[0];

/** One press to the other language, which names itself. */
export const LanguageSwitch = (): VNode => (
  <>
    {PAGE_LANGUAGES.filter((one) => one !== language.value).map((one) => (
      <Button key={one} kind="quiet" lang={one} onClick={() => speak(one)}>
        {OWN_NAMES[one]}
      </Button>
    ))}
  </>
);

const speak = (to: PageLanguage): void => {
  keepLanguage(localStorage, to);
  void changeLanguage(to);
};

const Menu = (): VNode => {
  const { session } = useApp();
  const [theme, setTheme] = useState(themeOf(localStorage));
  return (
    <div id="menu" class="menu" popover="auto">
      <a class="button quiet" href="/profile">
        {t("app.profile")}
      </a>
      <a class="button quiet" href="/my-work">
        {t("app.myWork")}
      </a>
      <Button kind="quiet" onClick={() => session.signOut()}>
        {t("app.signOut")}
      </Button>
      <fieldset>
        <legend>{t("app.theme")}</legend>
        {THEMES.map((one) => (
          <label key={one}>
            <input
              type="radio"
              name="theme"
              checked={theme === one}
              onChange={() => {
                keepTheme(localStorage, one);
                setTheme(one);
              }}
            />
            {t(`app.theme.${one}`)}
          </label>
        ))}
      </fieldset>
    </div>
  );
};
