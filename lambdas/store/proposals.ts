import { ConditionalCheckFailedException, GetItemCommand, UpdateItemCommand } from "@aws-sdk/client-dynamodb";
import type { ProjectId } from "../../core/ids.ts";
import {
  bySaying,
  type Proposal,
  type ProposalFile,
  type ProposalStanding,
  type ProposalState,
  type ProposalWord,
  type Second,
} from "../../core/proposal.ts";
import type { Deps } from "../deps.ts";
import { fill } from "./fill.ts";
import { putOnce } from "./put-once.ts";
import { J, jsonOf, type Row, S, textOf } from "./row.ts";
import { rowsUnder } from "./rows-under.ts";

/** All rows of a proposal lie together: itself first, then its seconds, then what was asked and answered. */
const key = (projectId: ProjectId, proposalId: string, part = "A") => ({
  pk: S(`PR#${projectId}`),
  sk: S(`PP#${proposalId}#${part}`),
});

const proposalRow = ({ standing, ...said }: Proposal): Row => ({
  ...key(said.projectId, said.proposalId),
  said: J(said),
  state: S(standing.state),
  standing: J(standing),
});

const proposalFrom = (row: Row): Proposal => ({
  ...jsonOf<Omit<Proposal, "standing">>(row, "said"),
  standing: jsonOf<ProposalStanding>(row, "standing"),
});

/**
 * What annotators ask for. Words are written once, and emptied only when their author is erased; only where a proposal
 * stands changes, conditionally.
 */
export const proposals = ({ table, config }: Pick<Deps, "table" | "config">) => {
  const TableName = config.MAIN_TABLE;
  const put = async (row: Row): Promise<"put" | "there"> => (await putOnce(table, TableName, row)).state;
  const files = async (projectId: ProjectId, prefix: string): Promise<readonly ProposalFile[]> => {
    const rows = await rowsUnder(table, { TableName, pk: S(`PR#${projectId}`), prefix });
    const ofPart = (part: string, proposalId: string): readonly Row[] =>
      rows.filter((row) => textOf(row, "sk").startsWith(`PP#${proposalId}#${part}#`));
    return (
      rows
        .filter((row) => textOf(row, "sk").endsWith("#A"))
        .map((row) => {
          const proposal = proposalFrom(row);
          return {
            proposal,
            seconds: ofPart("S", proposal.proposalId)
              .map((one) => jsonOf<Second>(one, "second"))
              .sort((a, b) => a.atMs - b.atMs),
            words: ofPart("W", proposal.proposalId)
              .map((one) => jsonOf<ProposalWord>(one, "word"))
              .sort(bySaying),
          };
        })
        // Ids are made by pages, whose clocks may be wrong.
        .sort((a, b) => a.proposal.createdAtMs - b.proposal.createdAtMs)
    );
  };
  return {
    async find(projectId: ProjectId, proposalId: string): Promise<Proposal | undefined> {
      const { Item } = await table.send(
        new GetItemCommand({ TableName, Key: key(projectId, proposalId), ConsistentRead: true }),
      );
      return Item && proposalFrom(Item);
    },

    /** Under the id that the page made: sent twice it is there once. */
    put: (proposal: Proposal): Promise<"put" | "there"> => put(proposalRow(proposal)),

    /** All of a project with their seconds and words, oldest first. */
    all: (projectId: ProjectId): Promise<readonly ProposalFile[]> => files(projectId, "PP#"),

    /** One with its seconds and words. */
    async file(projectId: ProjectId, proposalId: string): Promise<ProposalFile | undefined> {
      return (await files(projectId, `PP#${proposalId}#`))[0];
    },

    /** One a person: the first stands. */
    second: (projectId: ProjectId, second: Second): Promise<"put" | "there"> =>
      put({ ...key(projectId, second.proposalId, `S#${second.annotatorId}`), second: J(second) }),

    say: (projectId: ProjectId, word: ProposalWord): Promise<"put" | "there"> =>
      put({ ...key(projectId, word.proposalId, `W#${word.wordId}`), word: J(word) }),

    /** Leaves of it what it is about, and that it was made, by whom and when. */
    async empty({
      standing: _,
      names: __,
      definition: ___,
      why: ____,
      voice: _____,
      ...said
    }: Proposal): Promise<void> {
      await fill(table, TableName, key(said.projectId, said.proposalId), { said: J(said) });
    },

    async emptySecond(projectId: ProjectId, { note: _, voice: __, ...second }: Second): Promise<void> {
      const row = key(projectId, second.proposalId, `S#${second.annotatorId}`);
      await fill(table, TableName, row, { second: J(second) });
    },

    async emptyWord(projectId: ProjectId, { text: _, voice: __, ...word }: ProposalWord): Promise<void> {
      await fill(table, TableName, key(projectId, word.proposalId, `W#${word.wordId}`), { word: J(word) });
    },

    /** Changes where it stands, if it stands in one of these states; else says where it does. */
    async move(
      { projectId, proposalId }: Pick<Proposal, "projectId" | "proposalId">,
      from: readonly ProposalState[],
      to: ProposalStanding,
    ): Promise<{ readonly state: "moved" } | { readonly state: "elsewhere"; readonly standing: ProposalStanding }> {
      try {
        await table.send(
          new UpdateItemCommand({
            TableName,
            Key: key(projectId, proposalId),
            ConditionExpression: `#state IN (${from.map((_, at) => `:from${at}`).join(", ")})`,
            UpdateExpression: "SET #state = :state, standing = :standing",
            ExpressionAttributeNames: { "#state": "state" },
            ExpressionAttributeValues: {
              ":state": S(to.state),
              ":standing": J(to),
              ...Object.fromEntries(from.map((state, at) => [`:from${at}`, S(state)])),
            },
            ReturnValuesOnConditionCheckFailure: "ALL_OLD",
          }),
        );
        return { state: "moved" };
      } catch (error) {
        if (!(error instanceof ConditionalCheckFailedException) || !error.Item) throw error;
        return { state: "elsewhere", standing: proposalFrom(error.Item).standing };
      }
    },
  };
};
