import { GetObjectCommand, NoSuchKey, PutObjectCommand, S3Client, S3ServiceException } from "@aws-sdk/client-s3";

/** A bucket in this process that knows puts, with `If-None-Match: *`, and gets: enough for simulated worlds. Throws on the rest. */
export const memoryBucket = (): S3Client => {
  const objects = new Map<string, string>();
  const send = async (command: unknown): Promise<unknown> => {
    if (command instanceof PutObjectCommand) {
      const { Key = "", Body, IfNoneMatch } = command.input;
      if (IfNoneMatch === "*" && objects.has(Key)) throw refused("PreconditionFailed", 412);
      objects.set(Key, String(Body));
      return {};
    }
    if (command instanceof GetObjectCommand) {
      const found = objects.get(command.input.Key ?? "");
      if (found === undefined) throw new NoSuchKey({ message: "no such key", $metadata: {} });
      return { Body: { transformToString: async () => found } };
    }
    throw new Error("this bucket knows puts and gets alone");
  };
  const credentials = { accessKeyId: "AKIDMEMORY", secretAccessKey: "secret" };
  const client = new S3Client({
    region: "us-east-1",
    credentials,
    endpoint: "http://127.0.0.1:1",
    forcePathStyle: true,
  });
  return Object.assign(client, { send }) as S3Client;
};

const refused = (name: string, status: number): S3ServiceException =>
  new S3ServiceException({ name, message: name, $fault: "client", $metadata: { httpStatusCode: status } });
