import { randomUUID } from "node:crypto";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { type CloudOptions, type RunningCloud, startCloud } from "../../../local/cloud.ts";
import { type Assembly, stackOf } from "../../../local/template/assembly.ts";

export const ROOT = join(import.meta.dirname, "../../..");

/** For the top of a handler that calls AWS: it lies outside the repository and finds no packages by itself. */
export const WITH_SDK = `
import { createRequire } from "node:module";
const require = createRequire(${JSON.stringify(join(ROOT, "package.json"))});
`;

export interface TestCloud extends RunningCloud {
  readonly errors: string[];
  /** Puts an object in the operator's name. */
  put(bucket: string, key: string, body: string | Uint8Array, contentType?: string): Promise<void>;
  /** Starts again on the same folder with the same template. */
  again(): Promise<TestCloud>;
}

export interface TestTemplate {
  readonly resources: Readonly<Record<string, unknown>>;
  /** Modules by the name in `Handler`, all in one asset. */
  readonly handlers?: Readonly<Record<string, string>>;
  readonly outputs?: Readonly<Record<string, unknown>>;
}

const made: string[] = [];

export const temporaryFolder = (): string => {
  const folder = mkdtempSync(join(tmpdir(), "labelloop-cloud-"));
  made.push(folder);
  return folder;
};

export const removeFolders = (): void => {
  for (const folder of made.splice(0)) rmSync(folder, { recursive: true, force: true });
};

export const assemblyOf = (template: TestTemplate): Assembly => {
  const code = temporaryFolder();
  mkdirSync(code, { recursive: true });
  for (const [name, text] of Object.entries(template.handlers ?? {})) writeFileSync(join(code, `${name}.mjs`), text);
  const stack = stackOf("test", { Resources: template.resources, Outputs: template.outputs ?? {} });
  return { stacks: [stack], assetFolder: () => code };
};

export interface TestOptions extends Partial<Pick<CloudOptions, "folder" | "listen" | "now">> {
  readonly webRoot?: string;
}

/** Starts a cloud with a template of its own, in this process, on free ports. */
export const startTestCloud = (template: TestTemplate, options: TestOptions = {}): Promise<TestCloud> => {
  const assembly = assemblyOf(template);
  const { folder = temporaryFolder(), webRoot, listen, now = () => Date.now() } = options;
  const start = async (): Promise<TestCloud> => {
    const errors: string[] = [];
    const cloud = await startCloud({
      folder,
      prepare: async () => ({ assembly, ...(webRoot !== undefined && { webRoot }) }),
      port: 0,
      ...(listen && { listen }),
      passwordCost: { cost: 2 ** 10, blockSize: 8, parallel: 1 },
      now,
      newId: () => randomUUID(),
      siteConfig: ({ signInUrl }) => ({ signInUrl }),
      onError: (line) => errors.push(line),
    });
    const put: TestCloud["put"] = async (bucket, key, body, contentType = "text/plain") => {
      const client = operatorBucket(cloud);
      await client.send(new PutObjectCommand({ Bucket: bucket, Key: key, Body: body, ContentType: contentType }));
      client.destroy();
    };
    return { ...cloud, errors, put, again: start };
  };
  return start();
};

/** An S3 client with the keys that the folder keeps for the operator. */
export const operatorBucket = ({
  addresses,
  operatorKeysFile,
}: Pick<RunningCloud, "addresses" | "operatorKeysFile">): S3Client =>
  new S3Client({
    region: "us-east-1",
    endpoint: addresses.bucket,
    credentials: JSON.parse(readFileSync(operatorKeysFile, "utf8")),
  });

const role = (statements: readonly unknown[]) => ({
  Type: "AWS::IAM::Role",
  Properties: {
    AssumeRolePolicyDocument: {},
    Policies: [{ PolicyName: "Grants", PolicyDocument: { Statement: statements } }],
  },
});

/** A function with its role; `grants` are statements of its policy. */
export const aFunction = (
  id: string,
  { module = id.toLowerCase(), timeout = 5, grants = [] as readonly unknown[], variables = {}, memory = 256 } = {},
) => ({
  [`${id}Role`]: role(grants),
  [id]: {
    Type: "AWS::Lambda::Function",
    Properties: {
      Code: { S3Bucket: "assets", S3Key: "code.zip" },
      Handler: `${module}.handler`,
      Runtime: "nodejs24.x",
      Timeout: timeout,
      MemorySize: memory,
      Role: { "Fn::GetAtt": [`${id}Role`, "Arn"] },
      Environment: { Variables: variables },
    },
  },
});

export const anApi = { Api: { Type: "AWS::ApiGatewayV2::Api", Properties: { Name: "Api", ProtocolType: "HTTP" } } };

/** A route to a function, with the integration and the permission that it takes. */
export const aRoute = (key: string, functionId: string, authorizerId?: string) => {
  const id = key.replace(/[^A-Za-z]/g, "");
  return {
    [`${id}Integration`]: {
      Type: "AWS::ApiGatewayV2::Integration",
      Properties: {
        ApiId: { Ref: "Api" },
        IntegrationType: "AWS_PROXY",
        IntegrationUri: { "Fn::GetAtt": [functionId, "Arn"] },
        PayloadFormatVersion: "2.0",
      },
    },
    [`${id}Permission`]: {
      Type: "AWS::Lambda::Permission",
      Properties: {
        Action: "lambda:InvokeFunction",
        FunctionName: { "Fn::GetAtt": [functionId, "Arn"] },
        Principal: "apigateway.amazonaws.com",
      },
    },
    [`${id}Route`]: {
      Type: "AWS::ApiGatewayV2::Route",
      Properties: {
        ApiId: { Ref: "Api" },
        RouteKey: key,
        Target: { "Fn::Join": ["", ["integrations/", { Ref: `${id}Integration` }]] },
        ...(authorizerId === undefined
          ? { AuthorizationType: "NONE" }
          : { AuthorizationType: "JWT", AuthorizerId: { Ref: authorizerId } }),
      },
    },
  };
};

/** A pool with a client for the page, and the authorizer that takes its tokens. */
export const aPool = (id = "Pool") => ({
  [id]: {
    Type: "AWS::Cognito::UserPool",
    Properties: {
      AdminCreateUserConfig: { AllowAdminCreateUserOnly: true },
      UsernameConfiguration: { CaseSensitive: false },
      Policies: { PasswordPolicy: { MinimumLength: 8 } },
    },
  },
  [`${id}Client`]: {
    Type: "AWS::Cognito::UserPoolClient",
    Properties: {
      UserPoolId: { Ref: id },
      ExplicitAuthFlows: ["ALLOW_USER_PASSWORD_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"],
    },
  },
  [`${id}Authorizer`]: {
    Type: "AWS::ApiGatewayV2::Authorizer",
    Properties: {
      ApiId: { Ref: "Api" },
      AuthorizerType: "JWT",
      IdentitySource: ["$request.header.Authorization"],
      Name: id,
      JwtConfiguration: {
        Audience: [{ Ref: `${id}Client` }],
        Issuer: { "Fn::Join": ["", ["https://cognito-idp.us-east-1.amazonaws.com/", { Ref: id }]] },
      },
    },
  },
});

export const aTable = (id = "Main") => ({
  [id]: {
    Type: "AWS::DynamoDB::Table",
    Properties: {
      AttributeDefinitions: [{ AttributeName: "pk", AttributeType: "S" }],
      KeySchema: [{ AttributeName: "pk", KeyType: "HASH" }],
      BillingMode: "PAY_PER_REQUEST",
    },
  },
});
