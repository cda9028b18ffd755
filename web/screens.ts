import { exec } from "preact-iso/router";
import type { Area } from "./i18n/catalogue.ts";
import { type LazyScreen, lazyScreen, type ScreenModule } from "./lazy-screen.tsx";

interface ScreenRow {
  /** As preact-iso/router reads it: `:name` is one segment. */
  readonly path: string;
  /** Each screen is a chunk of its own: nobody pays for another role's. */
  readonly load: () => Promise<ScreenModule>;
  /** Areas of texts it draws with, beside `shell`. */
  readonly areas?: readonly Area[];
  /** `open`: drawn for anybody; otherwise she is asked to sign in first, at the same address. */
  readonly open?: true;
}

/** What a vendor reads and hears of proposals. */
const ANSWERING: readonly Area[] = ["manage", "proposals", "questions", "voice"];

const ROWS: readonly ScreenRow[] = [
  { path: "/", load: () => import("./home/home.tsx"), areas: ["home"] },
  { path: "/profile", load: () => import("./home/profile.tsx"), areas: ["start"] },
  { path: "/my-work", load: () => import("./my-work/my-work.tsx"), areas: ["mine"] },
  { path: "/my-record", load: () => import("./my-work/record.tsx"), areas: ["mine"] },
  { path: "/invite/:secret", load: () => import("./start/invite.tsx"), areas: ["start"], open: true },
  { path: "/reset/:secret", load: () => import("./start/reset.tsx"), areas: ["start"], open: true },
  { path: "/p/:projectId/label", load: () => import("./annotate/annotate.tsx"), areas: ["annotate"] },
  { path: "/p/:projectId/say", load: () => import("./annotate/say/say-page.tsx"), areas: ["say", "voice"] },
  { path: "/new", load: () => import("./manage/new-project.tsx"), areas: ["manage"] },
  { path: "/vendors", load: () => import("./manage/vendors.tsx"), areas: ["manage"] },
  { path: "/p/:projectId", load: () => import("./manage/overview.tsx"), areas: ["manage", "home"] },
  { path: "/p/:projectId/files", load: () => import("./manage/files.tsx"), areas: ["manage", "proposals"] },
  { path: "/p/:projectId/items", load: () => import("./manage/items.tsx"), areas: ["manage"] },
  { path: "/p/:projectId/items/:itemId", load: () => import("./review/item.tsx"), areas: ["manage"] },
  { path: "/p/:projectId/review", load: () => import("./review/review.tsx"), areas: ["manage"] },
  { path: "/p/:projectId/agreement", load: () => import("./manage/agreement.tsx"), areas: ["manage"] },
  { path: "/p/:projectId/proposals", load: () => import("./manage/proposals/inbox.tsx"), areas: ANSWERING },
  {
    path: "/p/:projectId/proposals/:proposalId",
    load: () => import("./manage/proposals/proposal.tsx"),
    areas: ANSWERING,
  },
  {
    path: "/p/:projectId/questions",
    load: () => import("./questions/questions.tsx"),
    areas: ["manage", "questions", "say", "voice"],
  },
  { path: "/p/:projectId/labels", load: () => import("./manage/labels.tsx"), areas: ["manage", "questions"] },
  { path: "/p/:projectId/people", load: () => import("./manage/people.tsx"), areas: ["manage", "pay"] },
  { path: "/p/:projectId/exports", load: () => import("./exports/exports.tsx"), areas: ["manage"] },
  { path: "/p/:projectId/settings", load: () => import("./manage/settings.tsx"), areas: ["manage"] },
];

export interface Screen {
  readonly path: string;
  readonly open: boolean;
  readonly component: LazyScreen;
}

export const screens: readonly Screen[] = ROWS.map(({ path, load, areas = [], open = false }) => ({
  path,
  open,
  component: lazyScreen(load, areas),
}));

/** Fetches the chunk of an address while configuration and texts are still on their way. */
export const preload = (path: string): void => screens.find((screen) => exec(path, screen.path))?.component.preload();
