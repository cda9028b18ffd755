import type { Access } from "../lambdas/endpoints.ts";
import { endpoints } from "../lambdas/endpoints.ts";
import type { INDEX } from "../lambdas/store/table.ts";
import type { FunctionName } from "./functions.ts";

type TableAction = "GetItem" | "BatchGetItem" | "BatchWriteItem" | "Query" | "PutItem" | "UpdateItem" | "DeleteItem";
type IndexName = keyof typeof INDEX;
type BucketName = "ingest" | "answers" | "exports" | "site";
type BucketAction =
  | "GetObject"
  | "GetObjectVersion"
  | "PutObject"
  | "AbortMultipartUpload"
  | "ListMultipartUploadParts";
type QueueName = "ingest" | "retry" | "export" | "relabel";
type TaskQueueAction =
  | "CreateQueue"
  | "DeleteQueue"
  | "GetQueueUrl"
  | "GetQueueAttributes"
  | "SendMessage"
  | "ReceiveMessage"
  | "DeleteMessage";
type SignInAction =
  | "AdminCreateUser"
  | "AdminSetUserPassword"
  | "AdminAddUserToGroup"
  | "AdminGetUser"
  | "AdminListGroupsForUser"
  | "AdminUserGlobalSignOut";

/** One thing that a function may do. A table's grant never covers its indexes, an index's is for Query alone. */
export type Grant =
  | { readonly on: "main" | "people"; readonly actions: readonly TableAction[] }
  | { readonly on: "main-index"; readonly index: IndexName }
  | { readonly on: "people-index"; readonly index: "inverted" }
  | {
      readonly on: "bucket";
      readonly bucket: BucketName;
      readonly prefix: string;
      readonly actions: readonly BucketAction[];
    }
  | { readonly on: "bucket-listing"; readonly bucket: BucketName }
  | { readonly on: "queue"; readonly queue: QueueName; readonly may: "send" | "take" }
  | { readonly on: "task-queues"; readonly actions: readonly TaskQueueAction[] }
  | { readonly on: "sign-in"; readonly actions: readonly SignInAction[] };

const main = (...actions: TableAction[]): Grant => ({ on: "main", actions });
const index = (name: IndexName): Grant => ({ on: "main-index", index: name });
const people = (...actions: TableAction[]): Grant => ({ on: "people", actions });
const peopleIndex: Grant = { on: "people-index", index: "inverted" };
const objects =
  (bucket: BucketName, prefix = "") =>
  (...actions: BucketAction[]): Grant => ({ on: "bucket", bucket, prefix, actions });
const ingest = objects("ingest");
/** Of every project: an ontology in an answer carries the addresses of its labels' examples. */
const showExamples = objects("ingest", "*/.examples/")("GetObject");
const answers = objects("answers", "answers/");
const skills = objects("answers", "skills/");
const plans = objects("answers", "plans/");
const voices = objects("ingest", "*/.voice/");
const exports = objects("exports", "exports/");
const exportParts = objects("exports", "parts/");
const availability = objects("site", "avail/");
/** Without it, S3 answers "forbidden" for an object that is not there: who must tell the two apart holds it. */
const tellMissing = (bucket: BucketName): Grant => ({ on: "bucket-listing", bucket });
const send = (queue: QueueName): Grant => ({ on: "queue", queue, may: "send" });
const take = (queue: QueueName): Grant => ({ on: "queue", queue, may: "take" });
const taskQueues = (...actions: TaskQueueAction[]): Grant => ({ on: "task-queues", actions });
const signIn = (...actions: SignInAction[]): Grant => ({ on: "sign-in", actions });

/** To sign an address is to lend one's own right: who shows media must be able to read them, at their pinned version. */
const showMedia = ingest("GetObjectVersion");
/** A recording that somebody says she has sent is looked at, or found missing, before anything names it. */
const readVoice: readonly Grant[] = [voices("GetObject"), tellMissing("ingest")];
/** Reads an item with its answers, decides, writes the header; pay, the lease and live counts go along. */
const settle = main("GetItem", "Query", "PutItem", "UpdateItem");

/** Proposals with their authors' tags, examples and voices. The project's secret is made by whoever first wants it. */
const readProposals: readonly Grant[] = [main("GetItem", "BatchGetItem", "Query", "PutItem"), showMedia];

/** Questions with their authors' tags, voices and, for who may see every item, the items that they are about. */
const readThreads: readonly Grant[] = [main("GetItem", "BatchGetItem", "Query", "PutItem"), showMedia];

/**
 * All that each function may do, besides writing its log; a member endpoint's read of the membership is added below.
 * Without any one of them a call of test/journey/permissions.test.ts is refused; one that no call needs fails it too.
 * Export, retry and whatever decides hold nothing on the table of persons.
 */
const table: Readonly<Record<FunctionName, readonly Grant[]>> = {
  me: [main("GetItem", "Query"), people("GetItem")],
  updateMe: [people("PutItem")],
  earnings: [main("Query", "UpdateItem")],
  myWork: [main("GetItem", "Query", "UpdateItem")],
  myRecord: [main("GetItem", "Query", "UpdateItem"), people("GetItem", "PutItem")],
  installationKey: [people("GetItem", "PutItem")],

  inviteVendor: [people("PutItem")],
  lookUpInvitation: [main("GetItem"), people("GetItem")],
  acceptInvitation: [
    main("PutItem"),
    people("GetItem", "PutItem", "UpdateItem"),
    signIn("AdminCreateUser", "AdminGetUser", "AdminSetUserPassword", "AdminAddUserToGroup"),
  ],
  joinProject: [
    main("GetItem", "PutItem", "UpdateItem"),
    people("GetItem", "UpdateItem"),
    signIn("AdminAddUserToGroup"),
  ],
  resetPassword: [people("GetItem", "UpdateItem"), signIn("AdminSetUserPassword", "AdminUserGlobalSignOut")],

  listProjects: [main("GetItem", "Query"), index("inverted")],
  createProject: [main("PutItem")],
  getProject: [main("GetItem"), showExamples],
  updateProject: [main("GetItem", "Query", "PutItem"), availability("PutObject"), showExamples],
  changeProjectState: [
    main("GetItem", "PutItem"),
    taskQueues("CreateQueue", "DeleteQueue", "GetQueueUrl"),
    showExamples,
  ],
  publishOntology: [main("GetItem", "Query", "PutItem"), showExamples],
  getOntology: [main("GetItem"), showExamples],
  progress: [main("GetItem")],
  agreement: [main("GetItem"), skills("GetObject")],

  listMembers: [index("inverted"), people("BatchGetItem")],
  changeMember: [main("GetItem", "UpdateItem"), index("inverted"), people("GetItem")],
  removeMember: [main("GetItem", "UpdateItem"), index("inverted")],
  issueReset: [main("Query"), people("GetItem", "PutItem"), signIn("AdminListGroupsForUser")],
  invite: [people("PutItem")],
  listInvitations: [people("GetItem"), peopleIndex],
  revokeInvitation: [people("GetItem", "UpdateItem")],

  startUpload: [main("GetItem", "Query"), ingest("PutObject")],
  signUploadParts: [ingest("PutObject", "ListMultipartUploadParts")],
  completeUpload: [ingest("GetObject", "PutObject"), tellMissing("ingest")],
  abortUpload: [ingest("AbortMultipartUpload")],

  listItems: [main("GetItem", "BatchGetItem", "Query"), index("inverted"), showMedia],
  getItem: [main("GetItem", "Query"), index("inverted"), answers("GetObject"), skills("GetObject"), showMedia],
  reviewItem: [settle, answers("PutObject"), showMedia],
  reopenItem: [settle, showMedia],
  changePriority: [main("GetItem", "Query", "PutItem"), showMedia],
  markGold: [main("GetItem", "PutItem")],
  resolveReplacement: [main("GetItem", "PutItem", "UpdateItem")],

  assign: [
    main("GetItem", "BatchGetItem", "Query", "PutItem", "UpdateItem"),
    index("backlog"),
    taskQueues("GetQueueUrl", "ReceiveMessage", "DeleteMessage"),
    showMedia,
    showExamples,
  ],
  extendLease: [main("GetItem", "UpdateItem")],
  release: [settle, skills("GetObject")],
  submit: [settle, skills("GetObject"), answers("GetObject", "PutObject"), tellMissing("answers"), send("retry")],
  startAnswer: [main("GetItem"), answers("PutObject")],
  history: [main("GetItem", "BatchGetItem", "Query"), answers("GetObject"), showMedia],

  recordPayout: [main("GetItem", "PutItem")],
  listPayouts: [main("GetItem", "Query", "UpdateItem"), index("inverted")],
  stateUse: [main("PutItem")],
  listUses: [main("Query")],

  startExport: [main("GetItem", "PutItem"), send("export")],
  listExports: [main("Query")],
  getExport: [main("GetItem"), exports("GetObject")],

  startVoice: [voices("PutObject")],
  propose: [...readProposals, ...readVoice],
  listProposals: readProposals,
  getProposal: [...readProposals, showExamples, plans("GetObject")],
  secondProposal: [...readProposals, ...readVoice],
  withdrawProposal: [...readProposals, main("UpdateItem")],
  answerProposal: [...readProposals, main("UpdateItem"), ...readVoice],
  planProposal: [main("GetItem", "PutItem"), send("relabel"), showExamples],
  getPlan: [main("GetItem", "BatchGetItem"), plans("GetObject"), showMedia, showExamples],
  decideProposal: [...readProposals, main("UpdateItem"), send("relabel"), availability("PutObject")],
  relabelRest: [
    main("GetItem", "UpdateItem", "BatchGetItem"),
    send("relabel"),
    plans("GetObject"),
    showMedia,
    showExamples,
  ],
  getCredit: [main("Query")],
  setCredit: [main("PutItem")],

  openThread: [...readThreads, ...readVoice],
  listThreads: readThreads,
  getThread: readThreads,
  replyInThread: [...readThreads, ...readVoice],
  hideWord: readThreads,
  answerAsInstructions: [...readThreads, availability("PutObject")],
  listChanges: [main("GetItem", "Query", "PutItem"), showMedia],

  ingest: [
    take("ingest"),
    send("ingest"),
    main("GetItem", "BatchGetItem", "BatchWriteItem", "Query", "PutItem", "UpdateItem"),
    ingest("GetObject", "GetObjectVersion"),
    tellMissing("ingest"),
  ],
  retry: [take("retry"), settle, answers("GetObject"), skills("GetObject")],
  relabel: [
    take("relabel"),
    send("relabel"),
    settle,
    answers("GetObject"),
    skills("GetObject"),
    plans("GetObject", "PutObject"),
  ],
  export: [
    take("export"),
    send("export"),
    main("GetItem", "Query", "PutItem", "UpdateItem"),
    answers("GetObject"),
    skills("GetObject"),
    exports("GetObject", "PutObject"),
    exportParts("GetObject", "PutObject"),
  ],
  feed: [
    main("GetItem", "PutItem", "UpdateItem"),
    index("inverted"),
    index("backlog"),
    taskQueues("GetQueueUrl", "GetQueueAttributes", "SendMessage"),
    availability("PutObject"),
  ],
  reconcile: [settle, answers("GetObject"), skills("GetObject"), index("leases"), index("inverted")],
  learn: [settle, answers("GetObject"), skills("GetObject", "PutObject"), index("inverted")],
  scrub: [main("GetItem", "Query", "PutItem"), answers("GetObject"), skills("GetObject"), index("inverted")],
};

const accessOf = (name: FunctionName): Access | undefined =>
  name in endpoints ? endpoints[name as keyof typeof endpoints].access : undefined;

/** The frame round every member endpoint reads the caller's membership first (lambdas/http.ts). */
export const grantsOf = (name: FunctionName): readonly Grant[] =>
  accessOf(name)?.kind === "member" ? [main("GetItem"), ...table[name]] : table[name];
