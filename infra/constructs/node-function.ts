import { fileURLToPath } from 'node:url';
import { type Duration, RemovalPolicy } from 'aws-cdk-lib';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Architecture, Runtime } from 'aws-cdk-lib/aws-lambda';
import { type ICommandHooks, NodejsFunction, OutputFormat } from 'aws-cdk-lib/aws-lambda-nodejs';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';

export interface NodeFunctionProps {
  /** Folder under `lambdas/` whose `handler.ts` exports `handler`. */
  readonly folder: string;
  readonly about: string;
  readonly memoryMb: number;
  readonly timeout: Duration;
  readonly environment: Readonly<Record<string, string>>;
  /** Ships DuckDB beside the bundle. */
  readonly withDuckdb?: boolean;
  /** Ships the models of `sql/` beside the bundle. Their engine is then Athena. */
  readonly withModels?: boolean;
}

/**
 * One of our handlers as a Lambda function: one ES module with everything in it, a role that may write its own log and
 * nothing else, a log that is kept for three months.
 *
 * Functions run on arm64, the cheaper one, except those with DuckDB: its binding is native code and npm installs it for the
 * machine at hand. So they run on x86_64, and the very files that the tests ran with are what ships.
 */
export class NodeFunction extends Construct {
  readonly lambda: NodejsFunction;
  readonly role: Role;

  constructor(scope: Construct, id: string, props: NodeFunctionProps) {
    super(scope, id);
    const withDuckdb = props.withDuckdb ?? false;
    const withModels = props.withModels ?? false;
    const logGroup = new LogGroup(this, 'Log', { retention: RetentionDays.THREE_MONTHS, removalPolicy: RemovalPolicy.DESTROY });
    this.role = new Role(this, 'Role', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
    logGroup.grantWrite(this.role);
    this.lambda = new NodejsFunction(this, 'Function', {
      description: props.about,
      entry: pathOf(`../../lambdas/${props.folder}/handler.ts`),
      projectRoot: pathOf('../..'),
      depsLockFilePath: pathOf('../../package-lock.json'),
      runtime: Runtime.NODEJS_24_X,
      architecture: withDuckdb ? Architecture.X86_64 : Architecture.ARM_64,
      memorySize: props.memoryMb,
      timeout: props.timeout,
      role: this.role,
      logGroup,
      environment: { ...props.environment, NODE_OPTIONS: '--enable-source-maps' },
      bundling: {
        format: OutputFormat.ESM,
        target: 'node24',
        mainFields: ['module', 'main'],
        minify: true,
        // Errors are told apart by the names of their classes.
        keepNames: true,
        sourceMap: true,
        sourcesContent: false,
        // The SDK goes in with the rest: pinned, tested, and quicker to load than the runtime's own.
        bundleAwsSDK: true,
        // Some packages are CommonJS inside and call for Node's modules by `require`.
        banner: "import{createRequire}from'node:module';const require=createRequire(import.meta.url);",
        ...(withDuckdb && { externalModules: ['@duckdb/node-api'], commandHooks: PACK_DUCKDB }),
        // DuckDB is imported where a folder is built, which never happens here.
        ...(withModels && { externalModules: ['@duckdb/node-api'], commandHooks: COPY_MODELS }),
      },
    });
  }
}

const PACK_DUCKDB: ICommandHooks = {
  beforeBundling: () => [],
  beforeInstall: () => [],
  afterBundling: (_input, output) => [`npx --no-install tsx "${pathOf('../pack-duckdb.ts')}" "${output}"`],
};

const COPY_MODELS: ICommandHooks = {
  beforeBundling: () => [],
  beforeInstall: () => [],
  afterBundling: (_input, output) => [`cp -R "${pathOf('../../sql')}" "${output}/sql"`],
};

function pathOf(relative: string): string {
  return fileURLToPath(new URL(relative, import.meta.url));
}
