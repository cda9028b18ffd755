import { GetObjectCommand, NoSuchKey, PutObjectCommand, S3Client, S3ServiceException } from "@aws-sdk/client-s3";

/**
 * A bucket in this process that knows puts, with `If-None-Match: *`, and gets, from the first byte on: enough for
 * simulated worlds. `objects` holds what was put, by key. Throws on the rest.
 */
export const memoryBucket = (objects = new Map<string, Buffer>()): S3Client => {
  const send = async (command: unknown): Promise<unknown> => {
    if (command instanceof PutObjectCommand) {
      const { Key = "", Body, IfNoneMatch } = command.input;
      if (IfNoneMatch === "*" && objects.has(Key)) throw refused("PreconditionFailed", 412);
      objects.set(Key, Body instanceof Uint8Array ? Buffer.from(Body) : Buffer.from(String(Body)));
      return {};
    }
    if (command instanceof GetObjectCommand) {
      const { Key = "", Range } = command.input;
      const whole = objects.get(Key);
      if (whole === undefined) throw new NoSuchKey({ message: "no such key", $metadata: {} });
      if (Range !== undefined && whole.length === 0) throw refused("InvalidRange", 416);
      const last = /^bytes=0-(\d+)$/.exec(Range ?? "bytes=0-99999999999")?.[1];
      if (last === undefined) throw new Error(`this bucket does not know the range ${Range}`);
      const found = whole.subarray(0, Number(last) + 1);
      return { Body: { transformToString: async () => found.toString(), transformToByteArray: async () => found } };
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
