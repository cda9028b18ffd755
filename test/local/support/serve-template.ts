import { startTestCloud, type TestTemplate } from "./template-cloud.ts";

/**
 * Entry of a process that a test kills: serves the template given as JSON on the folder given, and prints where.
 * Nothing here closes in order.
 */
const [folder = "", template = "{}"] = process.argv.slice(2);
const cloud = await startTestCloud(JSON.parse(template) as TestTemplate, { folder });
process.stdout.write(`${JSON.stringify({ addresses: cloud.addresses, operatorKeysFile: cloud.operatorKeysFile })}\n`);
