import { Validations } from "aws-cdk-lib";
import { AwsSolutionsChecks } from "cdk-nag";
import { acknowledgeFindings } from "./acknowledgements.ts";
import type { MadeApp } from "./app.ts";

/** Rules of good practice (cdk-nag, AwsSolutions): a finding that is not acknowledged stops the synthesis. */
export const holdToGoodPractice = ({ app, data, service }: MadeApp): void => {
  acknowledgeFindings(data, service);
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
};
