import { Duration, RemovalPolicy, Stack } from "aws-cdk-lib";
import type { HttpApi } from "aws-cdk-lib/aws-apigatewayv2";
import { Certificate } from "aws-cdk-lib/aws-certificatemanager";
import {
  AllowedMethods,
  type BehaviorOptions,
  CachePolicy,
  CacheQueryStringBehavior,
  Distribution,
  Function as EdgeFunction,
  FunctionCode,
  FunctionEventType,
  FunctionRuntime,
  HeadersFrameOption,
  HeadersReferrerPolicy,
  HttpVersion,
  OriginRequestPolicy,
  PriceClass,
  ResponseHeadersPolicy,
  SecurityPolicyProtocol,
  ViewerProtocolPolicy,
} from "aws-cdk-lib/aws-cloudfront";
import { HttpOrigin, S3BucketOrigin } from "aws-cdk-lib/aws-cloudfront-origins";
import { LogGroup, RetentionDays } from "aws-cdk-lib/aws-logs";
import type { IBucket } from "aws-cdk-lib/aws-s3";
import { BucketDeployment, CacheControl, Source } from "aws-cdk-lib/aws-s3-deployment";
import { Construct } from "constructs";
import { contentSecurityPolicy, PAGE_HEADERS, type PageOrigins } from "../page-headers.ts";
import type { Settings } from "../settings.ts";
import type { SiteConfig } from "../site-config.ts";

export interface WebSiteProps {
  readonly settings: Settings;
  /** Holds the page's files, and under avail/ what idle browsers look at. */
  readonly bucket: IBucket;
  readonly api: HttpApi;
  readonly origins: PageOrigins;
}

/** How long an idle browser may be told an old state of the work there is. */
const AVAILABILITY_SECONDS = 15;

/** An address without a dot in its last part is a screen of the page, which is one document. */
const SCREENS = `function handler(event) {
  var request = event.request;
  if (request.uri.split("/").pop().indexOf(".") < 0) request.uri = "/index.html";
  return request;
}`;

/** The page and the API on one origin, behind CloudFront. The bucket answers to this distribution alone. */
export class WebSite extends Construct {
  readonly url: string;

  constructor(scope: Construct, id: string, { settings, bucket, api, origins }: WebSiteProps) {
    super(scope, id);
    const { domain, certificateArn, wafAclArn } = settings;
    const shared = {
      responseHeadersPolicy: this.#headers(origins),
      viewerProtocolPolicy: ViewerProtocolPolicy.REDIRECT_TO_HTTPS,
      compress: true,
    } satisfies Partial<BehaviorOptions>;
    const files = S3BucketOrigin.withOriginAccessControl(bucket);
    const distribution = new Distribution(this, "Distribution", {
      comment: Stack.of(this).stackName,
      defaultRootObject: "index.html",
      defaultBehavior: {
        ...shared,
        origin: files,
        cachePolicy: CachePolicy.CACHING_OPTIMIZED,
        functionAssociations: [{ function: this.#screens(), eventType: FunctionEventType.VIEWER_REQUEST }],
      },
      additionalBehaviors: {
        "/api/*": {
          ...shared,
          origin: new HttpOrigin(`${api.apiId}.execute-api.${Stack.of(this).region}.${Stack.of(this).urlSuffix}`),
          allowedMethods: AllowedMethods.ALLOW_ALL,
          cachePolicy: CachePolicy.CACHING_DISABLED,
          originRequestPolicy: OriginRequestPolicy.ALL_VIEWER_EXCEPT_HOST_HEADER,
        },
        "/avail/*": { ...shared, origin: files, cachePolicy: this.#availabilityCache() },
      },
      httpVersion: HttpVersion.HTTP2_AND_3,
      priceClass: PriceClass.PRICE_CLASS_ALL,
      ...(wafAclArn && { webAclId: wafAclArn }),
      ...(domain &&
        certificateArn && {
          domainNames: [domain],
          certificate: Certificate.fromCertificateArn(this, "Certificate", certificateArn),
          minimumProtocolVersion: SecurityPolicyProtocol.TLS_V1_2_2021,
        }),
    });
    this.url = `https://${domain ?? distribution.distributionDomainName}`;
  }

  #headers(origins: PageOrigins): ResponseHeadersPolicy {
    const { "cross-origin-opener-policy": opener, "permissions-policy": permissions } = PAGE_HEADERS;
    return new ResponseHeadersPolicy(this, "Headers", {
      securityHeadersBehavior: {
        contentSecurityPolicy: { contentSecurityPolicy: contentSecurityPolicy(origins), override: true },
        contentTypeOptions: { override: true },
        frameOptions: { frameOption: HeadersFrameOption.DENY, override: true },
        referrerPolicy: { referrerPolicy: HeadersReferrerPolicy.NO_REFERRER, override: true },
        strictTransportSecurity: { accessControlMaxAge: Duration.days(365), includeSubdomains: false, override: true },
      },
      customHeadersBehavior: {
        customHeaders: [
          { header: "cross-origin-opener-policy", value: opener, override: true },
          { header: "permissions-policy", value: permissions, override: true },
        ],
      },
      removeHeaders: ["server"],
    });
  }

  /** Not by error pages: those would turn every `not-found` of the API into the page. */
  #screens(): EdgeFunction {
    return new EdgeFunction(this, "Screens", {
      code: FunctionCode.fromInline(SCREENS),
      runtime: FunctionRuntime.JS_2_0,
    });
  }

  #availabilityCache(): CachePolicy {
    return new CachePolicy(this, "AvailabilityCache", {
      defaultTtl: Duration.seconds(AVAILABILITY_SECONDS),
      minTtl: Duration.seconds(1),
      maxTtl: Duration.seconds(AVAILABILITY_SECONDS),
      queryStringBehavior: CacheQueryStringBehavior.none(),
      enableAcceptEncodingGzip: true,
      enableAcceptEncodingBrotli: true,
    });
  }
}

export interface SiteFilesProps {
  readonly bucket: IBucket;
  /** Where `npm run build` put the page. */
  readonly webRoot: string;
  readonly config: SiteConfig;
}

/** Puts the built page and its config.json into the bucket. */
export class SiteFiles extends Construct {
  constructor(scope: Construct, id: string, { bucket, webRoot, config }: SiteFilesProps) {
    super(scope, id);
    const shared = {
      destinationBucket: bucket,
      logGroup: new LogGroup(this, "Log", { retention: RetentionDays.TWO_WEEKS, removalPolicy: RemovalPolicy.DESTROY }),
      memoryLimit: 512,
    };
    const page = Source.asset(webRoot);
    // Names in assets/ carry a hash of their bytes. Earlier ones stay, for pages that are open while this one comes.
    const hashed = new BucketDeployment(this, "Hashed", {
      ...shared,
      sources: [page],
      exclude: ["*"],
      include: ["assets/*"],
      prune: false,
      cacheControl: [CacheControl.fromString("public, max-age=31536000, immutable")],
    });
    const named = new BucketDeployment(this, "Named", {
      ...shared,
      sources: [page, Source.jsonData("config.json", { ...config })],
      exclude: ["assets/*", "avail/*"],
      prune: true,
      cacheControl: [CacheControl.fromString("no-cache")],
    });
    // A page is never there before what it loads.
    named.node.addDependency(hashed);
  }
}
