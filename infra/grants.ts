import type { Access } from "../lambdas/endpoints.ts";
import { endpoints } from "../lambdas/endpoints.ts";
import type { INDEX } from "../lambdas/store/table.ts";
import type { FunctionName } from "./functions.ts";

type TableAction = "GetItem" | "BatchGetItem" | "Query" | "PutItem" | "UpdateItem" | "DeleteItem";
type IndexName = keyof typeof INDEX;
type BucketName = "ingest" | "answers" | "exports" | "site";
type BucketAction =
  | "GetObject"
  | "GetObjectVersion"
  | "PutObject"
  | "AbortMultipartUpload"
  | "ListMultipartUploadParts";
type QueueName = "ingest" | "retry" | "export";
type TaskQueueAction =
  | "CreateQueue"
  | "DeleteQueue"
  | "GetQueueUrl"
  | "GetQueueAttributes"
  | "SetQueueAttributes"
  | "SendMessage"
  | "ReceiveMessage"
  | "DeleteMessage";
type SignInAction =
  | "AdminCreateUser"
  | "AdminSetUserPassword"
  | "AdminAddUserToGroup"
  | "AdminGetUser"
  | "AdminDeleteUser"
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
  | { readonly on: "queue"; readonly queue: QueueName; readonly may: "send" | "take" }
  | { readonly on: "task-queues"; readonly actions: readonly TaskQueueAction[] }
  | { readonly on: "sign-in"; readonly actions: readonly SignInAction[] };

const main = (...actions: TableAction[]): Grant => ({ on: "main", actions });
const index = (name: IndexName): Grant => ({ on: "main-index", index: name });
const people = (...actions: TableAction[]): Grant => ({ on: "people", actions });
const peopleIndex: Grant = { on: "people-index", index: "inverted" };
const ingest = (...actions: BucketAction[]): Grant => ({ on: "bucket", bucket: "ingest", prefix: "", actions });
const answers = (...actions: BucketAction[]): Grant => ({
  on: "bucket",
  bucket: "answers",
  prefix: "answers/",
  actions,
});
const exports = (...actions: BucketAction[]): Grant => ({ on: "bucket", bucket: "exports", prefix: "", actions });
const availability: Grant = { on: "bucket", bucket: "site", prefix: "avail/", actions: ["PutObject"] };
const send = (queue: QueueName): Grant => ({ on: "queue", queue, may: "send" });
const take = (queue: QueueName): Grant => ({ on: "queue", queue, may: "take" });
const taskQueues = (...actions: TaskQueueAction[]): Grant => ({ on: "task-queues", actions });
const signIn = (...actions: SignInAction[]): Grant => ({ on: "sign-in", actions });

/** To sign an address is to lend one's own right: who shows media must be able to read them, at their pinned version. */
const showMedia = ingest("GetObject", "GetObjectVersion");
/** A change of an item: read its rows, decide, write the header; pay and live counts go along. */
const decideItems = [main("GetItem", "Query", "PutItem", "UpdateItem"), answers("GetObject"), send("retry")];

/**
 * All that each function may do, besides writing its log; a member endpoint's read of the membership is added below.
 * Export, retry and whatever decides hold nothing on the table of persons.
 */
const table: Readonly<Record<FunctionName, readonly Grant[]>> = {
  me: [main("GetItem", "Query"), people("GetItem", "PutItem")],
  updateMe: [people("GetItem", "PutItem", "UpdateItem")],
  earnings: [main("Query", "GetItem")],

  inviteVendor: [people("PutItem")],
  lookUpInvitation: [main("GetItem"), people("GetItem")],
  acceptInvitation: [
    main("GetItem", "PutItem"),
    people("GetItem", "PutItem", "UpdateItem"),
    signIn("AdminCreateUser", "AdminSetUserPassword", "AdminAddUserToGroup", "AdminGetUser", "AdminDeleteUser"),
  ],
  joinProject: [main("GetItem", "PutItem"), people("GetItem", "PutItem", "UpdateItem"), signIn("AdminAddUserToGroup")],
  resetPassword: [people("GetItem", "UpdateItem"), signIn("AdminSetUserPassword", "AdminUserGlobalSignOut")],

  listProjects: [main("GetItem", "Query"), index("inverted")],
  createProject: [main("GetItem", "PutItem")],
  getProject: [main("GetItem")],
  updateProject: [main("GetItem", "PutItem")],
  changeProjectState: [
    main("GetItem", "PutItem"),
    taskQueues("CreateQueue", "DeleteQueue", "GetQueueUrl", "SetQueueAttributes"),
  ],
  publishOntology: [main("GetItem", "PutItem")],
  getOntology: [main("GetItem")],
  progress: [main("GetItem", "BatchGetItem", "Query", "PutItem")],

  listMembers: [main("GetItem"), index("inverted"), people("GetItem", "BatchGetItem")],
  changeMember: [main("GetItem", "PutItem", "UpdateItem"), people("GetItem")],
  removeMember: [main("GetItem", "PutItem", "UpdateItem")],
  issueReset: [main("GetItem"), people("GetItem", "PutItem")],
  invite: [main("GetItem"), people("PutItem")],
  listInvitations: [people("GetItem", "BatchGetItem"), peopleIndex],
  revokeInvitation: [people("GetItem", "UpdateItem", "DeleteItem")],

  startUpload: [main("GetItem"), ingest("PutObject")],
  signUploadParts: [ingest("PutObject", "ListMultipartUploadParts")],
  completeUpload: [ingest("PutObject")],
  abortUpload: [ingest("AbortMultipartUpload")],

  listItems: [main("GetItem", "Query"), index("inverted"), showMedia],
  getItem: [main("GetItem", "Query"), answers("GetObject"), showMedia],
  reviewItem: [...decideItems, answers("GetObject", "PutObject"), showMedia],
  reopenItem: [...decideItems, showMedia],
  resolveReplacement: [main("GetItem", "Query", "PutItem"), ingest("GetObject", "GetObjectVersion"), send("ingest")],

  assign: [
    main("GetItem", "BatchGetItem", "Query", "PutItem", "UpdateItem"),
    index("backlog"),
    taskQueues("GetQueueUrl", "ReceiveMessage", "DeleteMessage"),
    showMedia,
  ],
  extendLease: [main("GetItem", "UpdateItem")],
  release: decideItems,
  submit: decideItems,
  startAnswer: [main("GetItem"), answers("PutObject")],
  history: [main("GetItem", "BatchGetItem", "Query"), answers("GetObject"), showMedia],

  startExport: [main("GetItem", "PutItem"), send("export")],
  listExports: [main("GetItem", "Query")],
  getExport: [main("GetItem"), exports("GetObject")],

  ingest: [
    take("ingest"),
    send("ingest"),
    main("GetItem", "Query", "PutItem", "UpdateItem"),
    ingest("GetObject", "GetObjectVersion"),
  ],
  retry: [take("retry"), ...decideItems],
  export: [
    take("export"),
    send("export"),
    main("GetItem", "Query", "PutItem", "UpdateItem"),
    answers("GetObject"),
    ingest("GetObject", "GetObjectVersion"),
    exports("GetObject", "PutObject", "AbortMultipartUpload", "ListMultipartUploadParts"),
  ],
  feed: [
    main("GetItem", "Query", "PutItem", "UpdateItem"),
    index("inverted"),
    index("backlog"),
    taskQueues("GetQueueUrl", "GetQueueAttributes", "SendMessage"),
    availability,
  ],
  reconcile: [...decideItems, index("leases"), index("inverted")],
  scrub: [...decideItems, index("leases"), index("inverted"), index("backlog")],
};

const accessOf = (name: FunctionName): Access | undefined =>
  name in endpoints ? endpoints[name as keyof typeof endpoints].access : undefined;

/** The frame round every member endpoint reads the caller's membership first (lambdas/http.ts). */
export const grantsOf = (name: FunctionName): readonly Grant[] =>
  accessOf(name)?.kind === "member" ? [main("GetItem"), ...table[name]] : table[name];
