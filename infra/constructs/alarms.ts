import { Alarm, ComparisonOperator, TreatMissingData } from "aws-cdk-lib/aws-cloudwatch";
import { SnsAction } from "aws-cdk-lib/aws-cloudwatch-actions";
import { Topic } from "aws-cdk-lib/aws-sns";
import { EmailSubscription } from "aws-cdk-lib/aws-sns-subscriptions";
import { Construct } from "constructs";
import { alarmRules, type Watched } from "./alarm-rules.ts";

export interface AlarmsProps {
  readonly watched: Watched;
  /** Who is told. Without, the alarms ring on the dashboard only. */
  readonly email: string | undefined;
}

/** What wakes somebody. Few, each of one kind of trouble over everything that can have it: an alarm is paid by the metric. */
export class Alarms extends Construct {
  readonly alarms: readonly Alarm[];

  constructor(scope: Construct, id: string, { watched, email }: AlarmsProps) {
    super(scope, id);
    const topic = email ? new Topic(this, "Topic", { enforceSSL: true }) : undefined;
    if (email) topic?.addSubscription(new EmailSubscription(email));
    this.alarms = Object.entries(alarmRules(this, watched)).map(([name, rule]) => {
      const alarm = new Alarm(this, name, {
        alarmDescription: rule.description,
        metric: rule.metric,
        threshold: rule.above,
        comparisonOperator: ComparisonOperator.GREATER_THAN_THRESHOLD,
        evaluationPeriods: rule.periods ?? 1,
        treatMissingData: rule.isSilenceTrouble ? TreatMissingData.BREACHING : TreatMissingData.NOT_BREACHING,
      });
      if (topic) alarm.addAlarmAction(new SnsAction(topic));
      return alarm;
    });
  }
}
