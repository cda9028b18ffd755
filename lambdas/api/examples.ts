import type { BodyOf, EndpointName } from "../endpoints.ts";

/** One body for each endpoint that takes one: shown in the OpenAPI document, and parsed by a test. */
type WithBody = { [Name in EndpointName]: BodyOf<Name> extends undefined ? never : Name }[EndpointName];

const uploadId = "2~exampleUpload";
const key = "forest01/leaves/tiger-moth.jpg";
const assignmentId = "01JZK3V8Q4M2N6P7R9S0T1V2W3";
const itemId = "mzxw6ytboi2gk3tfojqw";
const ulid = "01JZK3V8Q4M2N6P7R9S0T1V2W4";
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
  signUploadParts: { key, uploadId, sizeBytes: 182_044_000, parts: [1, 2] },
  completeUpload: { key, uploadId, parts: [{ part: 1, etag: '"9b2cf535f27731c974343645a3985328"' }] },
  abortUpload: { key, uploadId },
  reviewItem: { round: 1, decision: { kind: "none_fit" }, note: "it eats only what is rotten" },
  reopenItem: { round: 1, reason: "the definition has changed" },
  changePriority: { priority: 0 },
  markGold: { gold: true },
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
  recordPayout: {
    payoutId: "01JZK3V8Q4M2N6P7R9S0T1V2W4",
    personId: "6f1c2d3e-4b5a-4c6d-8e7f-9a0b1c2d3e4f",
    amountMicros: 1_250_000_000,
    currency: "INR",
    paidOn: "2026-03-04",
    note: "bank transfer",
  },
  stateUse: {
    useId: "01JZK3V8Q4M2N6P7R9S0T1V2W5",
    text: {
      en: "A field trial of a crop-pest detector, Odisha",
      hi: "फ़सल के कीट पहचानने वाले मॉडल का खेत में परीक्षण, ओडिशा",
    },
  },
  startVoice: { contentType: "audio/webm", sizeBytes: 96_000 },
  propose: {
    proposalId: ulid,
    kind: "add",
    labels: ["pest"],
    names: { hi: "सड़ी पत्ती खाने वाली" },
    why: "यह सिर्फ़ सड़ी पत्ती खाती है, पौधा बच जाता है।",
    language: "hi",
    example: { itemId, region: { x: 120, y: 90, width: 200, height: 140 } },
  },
  secondProposal: { example: { itemId }, note: "I saw two of them on one leaf." },
  answerProposal: { wordId: ulid, text: "Only the brown part, never the green." },
  planProposal: {
    changes: [
      {
        kind: "add",
        label: {
          id: "rotten-leaf-eater",
          names: { en: "Eats rotten leaf only", hi: "सड़ी पत्ती खाने वाली" },
          definition: { en: "A caterpillar that eats what is rotten and leaves the plant alone." },
          colour: "#0072b2",
        },
        nearest: "pest",
      },
    ],
  },
  decideProposal: {
    outcome: "accept",
    planId: ulid,
    scope: { kind: "all" },
    reason: "You are right: we had no label for it.",
  },
  setCredit: { form: "named", text: "Nehma", language: "hi" },
  openThread: {
    threadId: ulid,
    anchor: { kind: "item", itemId },
    text: "यह सिर्फ़ सड़ा हिस्सा खाती है। क्या यह फिर भी कीट है?",
    language: "hi",
  },
  replyInThread: { wordId: ulid, text: "No: mark it as not a pest.", language: "en" },
  hideWord: { ground: "personal", reason: "It gave somebody's telephone number." },
  answerAsInstructions: { ver: 3, text: { en: "# Look closely\nWhat eats only rotten leaf is not a pest." } },
  startExport: { formats: ["jsonl", "coco"] },
} satisfies { readonly [Name in WithBody]: BodyOf<Name> };
