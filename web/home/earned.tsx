import type { VNode } from "preact";
import { useEffect } from "preact/hooks";
import { useLocation } from "preact-iso/router";

/** The address of before: earnings are part of "My work". */
const Earned = (): VNode => {
  const { route } = useLocation();
  useEffect(() => route("/my-work", true), []);
  return <main id="content" aria-busy="true" />;
};

export default Earned;
