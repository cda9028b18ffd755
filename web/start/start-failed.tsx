import type { VNode } from "preact";

/** Drawn when even the texts may be missing: so it carries its own, in both languages. */
export const StartFailed = ({ reason }: { readonly reason: string }): VNode => (
  <main class="page narrow" id="content">
    <section class="card stack" role="alert">
      <h1>Labelloop</h1>
      <p>The page could not start. Check the network, then load it again.</p>
      <p lang="hi">पेज शुरू नहीं हो पाया। नेटवर्क देखें, फिर पेज दोबारा खोलें।</p>
      <p>
        <button type="button" class="button primary" onClick={() => location.reload()}>
          <span>
            Load again · <span lang="hi">फिर से खोलें</span>
          </span>
        </button>
      </p>
      <p class="small soft">
        <code>{reason}</code>
      </p>
    </section>
  </main>
);
