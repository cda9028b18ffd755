import type { VNode } from "preact";
import { LocationProvider, Route, Router } from "preact-iso/router";
import { type App, AppContext, useApp } from "./app.ts";
import { ErrorScreen } from "./error-screen.tsx";
import { t } from "./i18n/t.ts";
import { lazyScreen, type ScreenProps } from "./lazy-screen.tsx";
import { Toasts } from "./parts/toast.tsx";
import { type Screen, screens } from "./screens.ts";
import { SignInAgain } from "./start/sign-in-again.tsx";

const SignIn = lazyScreen(() => import("./start/sign-in.tsx"), ["start"]);
const FirstPassword = lazyScreen(() => import("./start/first-password.tsx"), ["start"]);
const NotFound = lazyScreen(() => import("./start/not-found.tsx"), []);

/** Who is not signed in is asked to at the address she came to, and goes on there. */
const guarded = ({ component: Shown, open }: Screen) => {
  const Guarded = (props: ScreenProps & { readonly path: string }): VNode => {
    const { state } = useApp().session.now.value;
    if (state === "first-password") return <FirstPassword {...props} />;
    if (state === "out" && !open) return <SignIn {...props} />;
    // Another address of the same screen is another screen: no state of project A is shown under project B.
    return <Shown key={props.path} {...props} />;
  };
  return Guarded;
};

const ROUTES = screens.map((screen) => ({ path: screen.path, component: guarded(screen) }));

/** Drawn anew for another person: nothing of the one before stays in memory. */
const ForPerson = (): VNode => {
  const now = useApp().session.now.value;
  return (
    <Router key={now.state === "in" || now.state === "expired" ? now.who.personId : "nobody"}>
      {ROUTES.map(({ path, component }) => (
        <Route key={path} path={path} component={component} params={{}} query={{}} />
      ))}
      <Route default component={NotFound} params={{}} query={{}} />
    </Router>
  );
};

export const Root = ({ app }: { readonly app: App }): VNode => (
  <AppContext.Provider value={app}>
    <ErrorScreen>
      <LocationProvider>
        <a class="skip unseen" href="#content">
          {t("app.skip")}
        </a>
        <ForPerson />
        <SignInAgain />
      </LocationProvider>
    </ErrorScreen>
    <Toasts />
  </AppContext.Provider>
);
