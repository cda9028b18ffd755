/** Other places than the page's own that it talks to: origins, like `https://bucket.s3.eu-central-1.amazonaws.com`. */
export interface PageOrigins {
  readonly signIn: string;
  /** The bucket that media are shown from and uploaded to. */
  readonly media: string;
  readonly answers: string;
  readonly exports: string;
}

/**
 * What the page may load and from where: nothing inline, nothing evaluated, no third party. The embedded cloud serves
 * the page under the same policy, so that what breaks it breaks in a test.
 */
export const contentSecurityPolicy = ({ signIn, media, answers, exports }: PageOrigins): string => {
  const places = (...all: string[]) => [...new Set(all)].join(" ");
  const directives = [
    "default-src 'none'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "font-src 'self'",
    "manifest-src 'self'",
    "worker-src 'self'",
    `connect-src ${places("'self'", signIn, media, answers, exports)}`,
    `img-src ${places("'self'", "blob:", "data:", media)}`,
    `media-src ${places("'self'", "blob:", media)}`,
    "require-trusted-types-for 'script'",
    // The one that registers the service worker (web/my-work/keep-page.ts); nobody makes another.
    "trusted-types labelloop-my-work",
  ];
  return directives.join("; ");
};

/** A labelling page needs no more of a device's senses than the microphone: what a person does is not watched. */
const REFUSED_FEATURES = [
  "accelerometer",
  "autoplay",
  "browsing-topics",
  "camera",
  "display-capture",
  "geolocation",
  "gyroscope",
  "idle-detection",
  "magnetometer",
  "payment",
  "usb",
] as const;
/** For voice notes: it runs while she records one, after the browser has asked her. */
const OWN_FEATURES = ["microphone"] as const;

/** Headers of every answer of the page, besides the policy above and those that only make sense over TLS. */
export const PAGE_HEADERS = {
  "cross-origin-opener-policy": "same-origin",
  "permissions-policy": [
    ...REFUSED_FEATURES.map((feature) => `${feature}=()`),
    ...OWN_FEATURES.map((feature) => `${feature}=(self)`),
  ].join(", "),
  "referrer-policy": "no-referrer",
  "x-content-type-options": "nosniff",
  "x-frame-options": "DENY",
} as const;
