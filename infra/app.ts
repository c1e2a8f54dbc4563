import { App, Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks } from 'cdk-nag';
import { compose } from './compose.ts';
import { configOf } from './config.ts';

const app = new App();
compose(app, configOf(app.node));
Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
app.synth();
