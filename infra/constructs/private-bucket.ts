import { Duration, RemovalPolicy } from "aws-cdk-lib";
import {
  BlockPublicAccess,
  Bucket,
  BucketEncryption,
  type CorsRule,
  type IBucket,
  ObjectOwnership,
} from "aws-cdk-lib/aws-s3";
import { Construct } from "constructs";

export interface PrivateBucketProps {
  /** Keep it, with all it holds, when its stack goes. */
  readonly retain: boolean;
  /**
   * Keep earlier versions of objects: `for-good` where rows point at a version (an item is pinned to its bytes, whatever
   * comes under its key later), `30-days` where they only guard against a slip.
   */
  readonly versions?: "for-good" | "30-days";
  readonly cors?: readonly CorsRule[];
  /** Objects under this prefix are intermediate: gone a week after they came. */
  readonly passing?: string;
  /** So many days after it came, every object goes. */
  readonly expiresDays?: number;
  /** Where to log each access, under the construct's own id. */
  readonly accessLogs?: IBucket;
}

/** A bucket that nobody reaches without a grant or a presigned address, over TLS only, encrypted at rest. */
export class PrivateBucket extends Construct {
  readonly bucket: IBucket;

  constructor(scope: Construct, id: string, props: PrivateBucketProps) {
    super(scope, id);
    const { retain, versions, cors, passing, expiresDays, accessLogs } = props;
    const bucket = new Bucket(this, "Bucket", {
      encryption: BucketEncryption.S3_MANAGED,
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      objectOwnership: ObjectOwnership.BUCKET_OWNER_ENFORCED,
      enforceSSL: true,
      minimumTLSVersion: 1.2,
      versioned: versions !== undefined,
      removalPolicy: retain ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
      autoDeleteObjects: !retain,
      lifecycleRules: [
        {
          id: "abandoned-uploads-and-old-versions",
          abortIncompleteMultipartUploadAfter: Duration.days(7),
          ...(versions === "30-days" && {
            noncurrentVersionExpiration: Duration.days(30),
            expiredObjectDeleteMarker: true,
          }),
        },
        ...(expiresDays ? [{ id: "all", expiration: Duration.days(expiresDays) }] : []),
        ...(passing ? [{ id: "intermediate", prefix: passing, expiration: Duration.days(7) }] : []),
      ],
      ...(cors && { cors: [...cors] }),
      ...(accessLogs && { serverAccessLogsBucket: accessLogs, serverAccessLogsPrefix: `${id.toLowerCase()}/` }),
    });
    // CDK's class and its interface differ in `?: boolean` against `: boolean | undefined`, which we tell apart.
    this.bucket = bucket as IBucket;
  }
}
