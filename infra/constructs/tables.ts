import { RemovalPolicy } from "aws-cdk-lib";
import {
  AttributeType,
  Billing,
  type GlobalSecondaryIndexPropsV2,
  ProjectionType,
  TableV2,
} from "aws-cdk-lib/aws-dynamodb";
import { Construct } from "constructs";
import { INDEX, KEY } from "../../lambdas/store/table.ts";

const text = (name: string) => ({ name, type: AttributeType.STRING });

const indexed = ({ name, partition, sort }: (typeof INDEX)[keyof typeof INDEX]): GlobalSecondaryIndexPropsV2 => ({
  indexName: name,
  partitionKey: text(partition),
  sortKey: text(sort),
  projectionType: ProjectionType.KEYS_ONLY,
});

/** The two tables: work, and persons. Apart, so that whoever decides or exports can hold no grant on a name. */
export class Tables extends Construct {
  readonly main: TableV2;
  readonly people: TableV2;

  constructor(scope: Construct, id: string, { retain }: { readonly retain: boolean }) {
    super(scope, id);
    const table = (name: string, indexes: readonly GlobalSecondaryIndexPropsV2[]) =>
      new TableV2(this, name, {
        partitionKey: text(KEY.partition),
        sortKey: text(KEY.sort),
        globalSecondaryIndexes: [...indexes],
        billing: Billing.onDemand(),
        pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
        deletionProtection: retain,
        removalPolicy: retain ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
      });
    this.main = table("Main", Object.values(INDEX).map(indexed));
    this.people = table("People", [indexed(INDEX.inverted)]);
  }
}
