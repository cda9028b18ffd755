import { ACCOUNT_ID, REGION } from "../access/caller.ts";
import type { RunningSignIn } from "../sign-in/start-sign-in.ts";
import type { Assembly } from "../template/assembly.ts";
import type { Resolver } from "../template/intrinsics.ts";
import { textAt } from "../template/json.ts";
import type { Identities } from "./identities.ts";
import { resourcesOf } from "./resource-types.ts";

export interface SignInParts {
  readonly assembly: Assembly;
  readonly resolver: Resolver;
  readonly identities: Identities;
}

/** Makes pools, clients and groups, in the order in which they name each other. */
export const makeSignIns = (signIn: RunningSignIn, { assembly, resolver, identities }: SignInParts): void => {
  const { identify, made } = identities;
  for (const pool of resourcesOf(assembly, "AWS::Cognito::UserPool")) {
    const poolId = signIn.createPool(identities.nameOf(pool), resolver.properties(pool));
    const host = `cognito-idp.${REGION}.amazonaws.com/${poolId}`;
    const Arn = `arn:aws:cognito-idp:${REGION}:${ACCOUNT_ID}:userpool/${poolId}`;
    made(pool, {
      ref: poolId,
      attributes: { Arn, UserPoolId: poolId, ProviderName: host, ProviderURL: `https://${host}` },
    });
  }
  for (const client of resourcesOf(assembly, "AWS::Cognito::UserPoolClient")) {
    const properties = resolver.properties(client);
    const clientId = signIn.createClient(
      textAt(properties, "UserPoolId", client.id),
      identities.nameOf(client),
      properties,
    );
    made(client, { ref: clientId, attributes: { ClientId: clientId } });
  }
  for (const group of resourcesOf(assembly, "AWS::Cognito::UserPoolGroup")) {
    const properties = resolver.properties(group);
    signIn.createGroup(textAt(properties, "UserPoolId", group.id), identify(group).ref);
  }
};
