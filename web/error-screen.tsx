import { Component, type ComponentChildren } from "preact";
import { t } from "./i18n/t.ts";
import { Button } from "./parts/button.tsx";

interface State {
  readonly reason?: string;
}

/** What stands in place of a page that broke: what happened, what is safe, what to do. */
export class ErrorScreen extends Component<{ readonly children: ComponentChildren }, State> {
  static override getDerivedStateFromError = (thrown: unknown): State => ({
    reason: thrown instanceof Error ? `${thrown.name}: ${thrown.message}` : String(thrown),
  });

  override state: State = {};

  override render(): ComponentChildren {
    const { reason } = this.state;
    if (reason === undefined) return this.props.children;
    return (
      <main class="page narrow" id="content">
        <section class="card stack" role="alert">
          <h1>{t("problem.page.title")}</h1>
          <p>{t("problem.page.safe")}</p>
          <p>{t("problem.page.do")}</p>
          <div class="row">
            <Button kind="primary" onClick={() => location.reload()}>
              {t("problem.reload")}
            </Button>
            <a class="button" href="/" target="_top">
              {t("app.home")}
            </a>
          </div>
          <p class="small soft">
            <code>{reason}</code>
          </p>
        </section>
      </main>
    );
  }
}
