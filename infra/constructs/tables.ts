import { RemovalPolicy } from "aws-cdk-lib";
import {
  AttributeType,
  Billing,
  type GlobalSecondaryIndexPropsV2,
  type ITableV2,
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

export interface TablesProps {
  readonly retain: boolean;
  /** Names of tables that take the place of the stack's own, which stay as they are. */
  readonly restored: { readonly main: string | undefined; readonly people: string | undefined };
}

/**
 * The two tables: work, and persons. Apart, so that whoever decides or exports can hold no grant on a name. AWS owns the
 * key that they are encrypted with.
 */
export class Tables extends Construct {
  readonly main: ITableV2;
  readonly people: ITableV2;

  constructor(scope: Construct, id: string, { retain, restored }: TablesProps) {
    super(scope, id);
    const table = (name: string, taken: string | undefined, indexes: readonly GlobalSecondaryIndexPropsV2[]) => {
      const own = new TableV2(this, name, {
        partitionKey: text(KEY.partition),
        sortKey: text(KEY.sort),
        globalSecondaryIndexes: [...indexes],
        billing: Billing.onDemand(),
        pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
        deletionProtection: retain,
        removalPolicy: retain ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
      });
      // CDK's class and its interface differ in `?: string` against `: string | undefined`, which we tell apart.
      return taken === undefined ? (own as ITableV2) : TableV2.fromTableName(this, `Restored${name}`, taken);
    };
    this.main = table("Main", restored.main, Object.values(INDEX).map(indexed));
    this.people = table("People", restored.people, [indexed(INDEX.inverted)]);
  }
}
