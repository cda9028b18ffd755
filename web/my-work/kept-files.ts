/** The one screen that opens without a network. */
export const SCREEN = "/my-work";
/** Name of the browser's cache that holds its files. */
export const KEPT_FILES = "labelloop-my-work";
/** Where the build lists what the screen is made of (web/kept-files-list.ts). */
export const FILES_LIST = "/my-work-files.json";
