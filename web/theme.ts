/** `auto` follows the device. */
export const THEMES = ["auto", "light", "dark"] as const;
export type Theme = (typeof THEMES)[number];

const KEY = "labelloop.theme";

export const themeOf = (storage: Storage): Theme => THEMES.find((one) => one === storage.getItem(KEY)) ?? "auto";

export const showTheme = (storage: Storage): void => {
  document.documentElement.dataset["theme"] = themeOf(storage);
};

export const keepTheme = (storage: Storage, theme: Theme): void => {
  storage.setItem(KEY, theme);
  showTheme(storage);
};
