import type { BodyOf, EndpointName } from "../endpoints.ts";

/** One body for each endpoint that takes one: shown in the OpenAPI document, and parsed by a test. */
type WithBody = { [Name in EndpointName]: BodyOf<Name> extends undefined ? never : Name }[EndpointName];

const uploadId = "2~exampleUpload";
const key = "forest01/leaves/tiger-moth.jpg";
const assignmentId = "01JZK3V8Q4M2N6P7R9S0T1V2W3";
const itemId = "mzxw6ytboi2gk3tfojqw";
const sha256 = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08";
const labels = [
  {
    id: "pest",
    names: { en: "Pest", hi: "कीट" },
    definition: { en: "Eats living leaves." },
    colour: "#d55e00",
  },
  {
    id: "no-pest",
    names: { en: "Not a pest", hi: "कीट नहीं" },
    definition: { en: "Does the plant no harm." },
    colour: "#009e73",
  },
];
const settings = {
  title: { en: "Forest insects", hi: "जंगल के कीड़े" },
  askedBy: "A forest office",
  purpose: { en: "To tell pests from insects that do no harm." },
  instructions: { en: "# Look closely\nTake your time." },
  overlap: { min: 2, max: 3 },
  pay: { kind: "paid" as const, amountMicros: 500_000, currency: "INR" },
};

export const examples = {
  updateMe: { name: "Nehma", language: "hi" },
  inviteVendor: { note: "for the forest office" },
  acceptInvitation: { signInName: "nehma", password: "a long pass phrase", name: "Nehma", language: "hi" },
  resetPassword: { password: "another long pass phrase" },
  createProject: { ...settings, media: "image", ontology: { labels, tools: ["class", "box"] } },
  updateProject: { ver: 3, overlap: { min: 3, max: 5 } },
  changeProjectState: { to: "open" },
  publishOntology: { labels, tools: ["class", "box"] },
  changeMember: { roles: ["annotator", "reviewer"] },
  invite: { roles: ["annotator"], note: "Nehma" },
  startUpload: { files: [{ name: "leaves/tiger-moth.jpg", sizeBytes: 182_044, contentType: "image/jpeg" }] },
  signUploadParts: { key, uploadId, parts: [1, 2] },
  completeUpload: { key, uploadId, parts: [{ part: 1, etag: '"9b2cf535f27731c974343645a3985328"' }] },
  abortUpload: { key, uploadId },
  reviewItem: { round: 1, decision: { kind: "none_fit" }, note: "it eats only what is rotten" },
  reopenItem: { round: 1, reason: "the definition has changed" },
  resolveReplacement: { accept: true },
  assign: { holding: [] },
  extendLease: {},
  release: {},
  submit: {
    assignmentId,
    answers: [
      {
        itemId,
        submissionId: "0b9b1c1e-5a57-4f3c-9d0a-7c1b2a3d4e5f",
        answer: {
          kind: "labelled",
          value: {
            classes: ["no-pest"],
            shapes: [{ type: "box", id: "b1", label: "no-pest", x: 120, y: 90, width: 200, height: 140 }],
          },
        },
      },
    ],
  },
  startAnswer: { assignmentId, sha256, sizeBytes: 1_048_576 },
  startExport: { formats: ["jsonl", "coco"] },
} satisfies { readonly [Name in WithBody]: BodyOf<Name> };
