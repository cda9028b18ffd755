import { Duration, RemovalPolicy } from "aws-cdk-lib";
import {
  AccountRecovery,
  CfnUserPoolGroup,
  FeaturePlan,
  Mfa,
  UserPool,
  type UserPoolClient,
} from "aws-cdk-lib/aws-cognito";
import { Construct } from "constructs";
import { GROUPS } from "../../core/membership.ts";

export interface SignInProps {
  /** How `labelloop operator create --aws` finds it. Names of user pools need not differ, so this one blocks nothing. */
  readonly name: string;
  readonly retain: boolean;
}

/** Accounts by sign-in name, made by invitation only. Nothing here needs an e-mail address or a telephone. */
export class SignIn extends Construct {
  readonly pool: UserPool;
  readonly client: UserPoolClient;

  constructor(scope: Construct, id: string, { name, retain }: SignInProps) {
    super(scope, id);
    this.pool = new UserPool(this, "Pool", {
      userPoolName: name,
      selfSignUpEnabled: false,
      signInAliases: { username: true },
      signInCaseSensitive: false,
      accountRecovery: AccountRecovery.NONE,
      // Length over make-up of characters, as NIST SP 800-63B asks.
      passwordPolicy: {
        minLength: 10,
        requireLowercase: false,
        requireUppercase: false,
        requireDigits: false,
        requireSymbols: false,
        tempPasswordValidity: Duration.days(7),
      },
      // The page asks for a password only: a second factor that it cannot ask for would lock its owner out.
      mfa: Mfa.OFF,
      // Passwords and groups are all in the cheapest plan.
      featurePlan: FeaturePlan.LITE,
      deletionProtection: retain,
      removalPolicy: retain ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
    });
    this.client = this.pool.addClient("Page", {
      authFlows: { userPassword: true },
      disableOAuth: true,
      generateSecret: false,
      // Nobody asks whether a token was taken back: it counts to its end, and so it ends soon. Pages renew it.
      accessTokenValidity: Duration.minutes(30),
      idTokenValidity: Duration.minutes(30),
      refreshTokenValidity: Duration.days(30),
      enableTokenRevocation: true,
      preventUserExistenceErrors: true,
    });
    for (const groupName of GROUPS) {
      new CfnUserPoolGroup(this, `Group-${groupName}`, { groupName, userPoolId: this.pool.userPoolId });
    }
  }
}
