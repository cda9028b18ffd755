import { RemovalPolicy } from "aws-cdk-lib";
import { AccessLogFormat } from "aws-cdk-lib/aws-apigateway";
import { HttpApi, HttpMethod, type HttpRoute, HttpStage, LogGroupLogDestination } from "aws-cdk-lib/aws-apigatewayv2";
import { HttpUserPoolAuthorizer } from "aws-cdk-lib/aws-apigatewayv2-authorizers";
import type { IFunction } from "aws-cdk-lib/aws-lambda";
import { LogGroup, RetentionDays } from "aws-cdk-lib/aws-logs";
import { Construct } from "constructs";
import { type EndpointName, endpoints } from "../../lambdas/endpoints.ts";
import { Invoker } from "./invoker.ts";
import type { SignIn } from "./sign-in.ts";

/**
 * Requests a second over all callers, and how many may come at once: three times what 10 000 annotators ask at twenty
 * seconds an answer, far below a bill. Faster crowds: docs/scaling.md.
 */
const THROTTLE = { rateLimit: 500, burstLimit: 1_000 } as const;

/** The HTTP API: a route for each endpoint under /api, behind the token of the user pool unless it is open. */
export class HttpEndpoints extends Construct {
  readonly api: HttpApi;
  /** Those that need no token. */
  readonly openRoutes: HttpRoute[] = [];
  readonly #invoker: Invoker;
  readonly #authorizer: HttpUserPoolAuthorizer;

  constructor(scope: Construct, id: string, { signIn }: { readonly signIn: SignIn }) {
    super(scope, id);
    this.api = new HttpApi(this, "Api", { createDefaultStage: false, description: "Labelloop" });
    const logGroup = new LogGroup(this, "AccessLog", {
      retention: RetentionDays.TWO_WEEKS,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    // No addresses of callers: who asked for what and when is not for keeping.
    const format = {
      requestId: "$context.requestId",
      time: "$context.requestTime",
      route: "$context.routeKey",
      status: "$context.status",
      ms: "$context.responseLatency",
      bytes: "$context.responseLength",
      error: "$context.integrationErrorMessage",
    };
    new HttpStage(this, "Stage", {
      httpApi: this.api,
      stageName: "$default",
      autoDeploy: true,
      throttle: THROTTLE,
      accessLogSettings: {
        destination: new LogGroupLogDestination(logGroup),
        format: AccessLogFormat.custom(JSON.stringify(format)),
      },
    });
    this.#invoker = new Invoker(this, "Invoker");
    this.#authorizer = new HttpUserPoolAuthorizer("Token", signIn.pool, { userPoolClients: [signIn.client] });
  }

  route(name: EndpointName, handler: IFunction): void {
    const { access, method, path } = endpoints[name];
    const routes = this.api.addRoutes({
      path: `/api${path}`,
      methods: [HttpMethod[method]],
      integration: this.#invoker.integration(name, handler),
      ...(access.kind !== "open" && { authorizer: this.#authorizer }),
    });
    if (access.kind === "open") this.openRoutes.push(...routes);
  }
}
