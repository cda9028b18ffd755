import { CfnBudget } from "aws-cdk-lib/aws-budgets";
import { Construct } from "constructs";

export interface SpendingProps {
  /** A month's, of the whole account: what a budget can tell apart it tells by tags, which must be activated by hand. */
  readonly monthlyUsd: number;
  readonly email: string;
}

/** Tells when a month's bill passes four fifths of what was meant, and when the whole of it is foreseen. */
export class Spending extends Construct {
  constructor(scope: Construct, id: string, { monthlyUsd, email }: SpendingProps) {
    super(scope, id);
    const told = (notificationType: "ACTUAL" | "FORECASTED", threshold: number) => ({
      notification: { notificationType, comparisonOperator: "GREATER_THAN", threshold, thresholdType: "PERCENTAGE" },
      subscribers: [{ subscriptionType: "EMAIL", address: email }],
    });
    new CfnBudget(this, "Monthly", {
      budget: { budgetType: "COST", timeUnit: "MONTHLY", budgetLimit: { amount: monthlyUsd, unit: "USD" } },
      notificationsWithSubscribers: [told("ACTUAL", 80), told("FORECASTED", 100)],
    });
  }
}
