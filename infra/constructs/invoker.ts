import {
  HttpIntegrationType,
  HttpRouteIntegration,
  type HttpRouteIntegrationConfig,
  IntegrationCredentials,
  PayloadFormatVersion,
} from "aws-cdk-lib/aws-apigatewayv2";
import { PolicyDocument, PolicyStatement, Role, ServicePrincipal } from "aws-cdk-lib/aws-iam";
import type { IFunction } from "aws-cdk-lib/aws-lambda";
import { Construct } from "constructs";

/**
 * Who the API is when it invokes functions: one role that may invoke those that were named to it. CDK's own integration
 * writes a permission for each route instead; a stack holds 500 resources, and they would be a sixth of them.
 */
export class Invoker extends Construct {
  readonly role: Role;
  readonly #invoke = new PolicyStatement({ actions: ["lambda:InvokeFunction"] });

  constructor(scope: Construct, id: string) {
    super(scope, id);
    this.role = new Role(this, "Role", {
      assumedBy: new ServicePrincipal("apigateway.amazonaws.com"),
      inlinePolicies: { Invoke: new PolicyDocument({ statements: [this.#invoke] }) },
    });
  }

  /** Leads a route to a function. */
  integration(id: string, handler: IFunction): HttpRouteIntegration {
    this.#invoke.addResources(handler.functionArn);
    return new FunctionIntegration(id, handler, this.role);
  }
}

class FunctionIntegration extends HttpRouteIntegration {
  readonly #handler: IFunction;
  readonly #invoker: Role;

  constructor(id: string, handler: IFunction, invoker: Role) {
    super(id);
    this.#handler = handler;
    this.#invoker = invoker;
  }

  override bind(): HttpRouteIntegrationConfig {
    return {
      type: HttpIntegrationType.AWS_PROXY,
      uri: this.#handler.functionArn,
      payloadFormatVersion: PayloadFormatVersion.VERSION_2_0,
      credentials: IntegrationCredentials.fromRole(this.#invoker),
    };
  }
}
