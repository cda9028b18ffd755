import { createHash } from "node:crypto";
import { REGION } from "../access/caller.ts";
import { type Database, text } from "../database.ts";
import type { Json } from "../template/json.ts";
import { type ClientSettings, type PoolSettings, readClient, readPool } from "./pool-settings.ts";
import { SignInError } from "./sign-in-error.ts";

export interface Pool extends PoolSettings {
  readonly poolId: string;
}

export interface Client extends ClientSettings {
  readonly clientId: string;
  readonly poolId: string;
}

/**
 * Pools, clients and groups that the template asks for. Ids are kept by logical id, so that a restart finds them;
 * settings are the template's of this run, so one has to create everything on each start.
 */
export interface Pools {
  createPool(logicalId: string, properties: Json): string;
  createClient(poolId: string, logicalId: string, properties: Json): string;
  createGroup(poolId: string, name: string): void;
  /** Both throw as Cognito does for what does not exist. */
  pool(poolId: string): Pool;
  client(clientId: string): Client;
  clients(): readonly Client[];
  groupExists(poolId: string, name: string): boolean;
}

export const openPools = (database: Database, newId: () => string, now: () => number): Pools => {
  const { sql } = database;
  const pools = new Map<string, Pool>();
  const clients = new Map<string, Client>();

  const pool = (poolId: string): Pool => {
    const found = pools.get(poolId);
    if (!found) throw new SignInError("ResourceNotFoundException", `User pool ${poolId} does not exist.`);
    return found;
  };

  return {
    pool,
    createPool: (logicalId, properties) => {
      const settings = readPool(properties, logicalId);
      const row = sql("SELECT pool_id FROM pools WHERE logical_id = ?").get(logicalId);
      const poolId = row ? text(row, "pool_id") : `${REGION}_LOCAL${letters(newId())}`;
      if (!row) sql("INSERT INTO pools VALUES (?, ?)").run(poolId, logicalId);
      pools.set(poolId, { ...settings, poolId });
      return poolId;
    },

    createClient: (poolId, logicalId, properties) => {
      pool(poolId);
      const settings = readClient(properties, logicalId);
      const row = sql("SELECT client_id FROM clients WHERE pool_id = ? AND logical_id = ?").get(poolId, logicalId);
      const clientId = row ? text(row, "client_id") : newId().replaceAll("-", "").slice(0, 26);
      if (!row) sql("INSERT INTO clients VALUES (?, ?, ?)").run(clientId, poolId, logicalId);
      clients.set(clientId, { ...settings, clientId, poolId });
      return clientId;
    },

    createGroup: (poolId, name) => {
      pool(poolId);
      sql("INSERT INTO groups VALUES (?, ?, ?) ON CONFLICT DO NOTHING").run(poolId, name, now());
    },

    client: (clientId) => {
      const found = clients.get(clientId);
      if (!found) throw new SignInError("ResourceNotFoundException", `User pool client ${clientId} does not exist.`);
      return found;
    },
    clients: () => [...clients.values()],
    groupExists: (poolId, name) =>
      sql("SELECT 1 FROM groups WHERE pool_id = ? AND name = ?").get(poolId, name) !== undefined,
  };
};

/** Four letters from an id: pool ids are `region_` and letters or digits. */
const letters = (id: string): string =>
  [...createHash("sha256").update(id).digest().subarray(0, 4)]
    .map((byte) => String.fromCharCode(65 + (byte % 26)))
    .join("");
