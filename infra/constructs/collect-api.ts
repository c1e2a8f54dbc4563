import { Duration, RemovalPolicy, Validations } from 'aws-cdk-lib';
import { AccessLogFormat } from 'aws-cdk-lib/aws-apigateway';
import { HttpApi, HttpMethod, HttpStage, LogGroupLogDestination } from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import { MathExpression } from 'aws-cdk-lib/aws-cloudwatch';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import type { Watch } from './watch.ts';

export interface CollectApiProps {
  readonly collect: IFunction;
  readonly perSecond: number;
  readonly burst: number;
  readonly watch: Watch;
}

/** Below so many requests in five minutes, a share of refused ones says little. */
const FEW_REQUESTS = 50;

/** `/collect/{channel}`: POST for vendors' webhooks, GET and HEAD for their handshakes. Throttled, with a log that names no caller. */
export class CollectApi extends Construct {
  readonly stage: HttpStage;

  constructor(scope: Construct, id: string, props: CollectApiProps) {
    super(scope, id);
    const api = new HttpApi(this, 'Api', { description: 'Webhooks into the lake.', createDefaultStage: false });
    const routes = api.addRoutes({
      path: '/collect/{channel}',
      methods: [HttpMethod.POST, HttpMethod.GET, HttpMethod.HEAD],
      integration: new HttpLambdaIntegration('Collect', props.collect),
    });
    for (const route of routes) {
      Validations.of(route).acknowledge({
        id: 'AwsSolutions-APIG4',
        reason: 'A webhook is authorised by its signature over the raw body, which only the handler can check.',
      });
    }
    const accessLog = new LogGroup(this, 'AccessLog', {
      retention: RetentionDays.THREE_MONTHS,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    this.stage = new HttpStage(this, 'Stage', {
      httpApi: api,
      stageName: '$default',
      autoDeploy: true,
      throttle: { rateLimit: props.perSecond, burstLimit: props.burst },
      accessLogSettings: {
        destination: new LogGroupLogDestination(accessLog),
        // No address and no agent: behind some channels stands a customer's own phone.
        format: AccessLogFormat.custom(
          JSON.stringify({
            at: '$context.requestTimeEpoch',
            request_id: '$context.requestId',
            path: '$context.path',
            status: '$context.status',
            duration_ms: '$context.responseLatency',
            bytes: '$context.responseLength',
            error: '$context.integrationErrorMessage',
          }),
        ),
      },
    });
    this.#watch(props.watch);
  }

  #watch(watch: Watch): void {
    const period = Duration.minutes(5);
    watch.alarm(this, 'collect-failing', { metric: this.stage.metricServerError({ statistic: 'Sum', period }), above: 0 });
    watch.alarm(this, 'collect-slow', {
      metric: this.stage.metricLatency({ statistic: 'p99', period }),
      above: Duration.seconds(3).toMilliseconds(),
      periods: 3,
    });
    watch.alarm(this, 'collect-refusing', {
      metric: new MathExpression({
        label: 'refused_pct',
        expression: `IF(requests >= ${FEW_REQUESTS}, 100 * refused / requests, 0)`,
        usingMetrics: {
          refused: this.stage.metricClientError({ statistic: 'Sum', period }),
          requests: this.stage.metricCount({ statistic: 'SampleCount', period }),
        },
        period,
      }),
      above: 20,
      periods: 3,
    });
  }
}
