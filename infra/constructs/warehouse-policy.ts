import { Stack, Validations } from 'aws-cdk-lib';
import { type IRole, ManagedPolicy, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';

export interface WarehousePolicyProps {
  readonly lake: IBucket;
  readonly results: IBucket;
  readonly workgroupName: string;
  readonly databaseName: string;
}

/** Leave to run statements in one workgroup, and to make and drop tables and views in one database. Objects of the lake are another policy's. */
export class WarehousePolicy extends Construct {
  readonly #policy: ManagedPolicy;

  constructor(scope: Construct, id: string, props: WarehousePolicyProps) {
    super(scope, id);
    const { lake, results, workgroupName, databaseName } = props;
    this.#policy = new ManagedPolicy(this, 'Policy', { description: 'Builds tables and views with Athena.' });
    const allow = (actions: string[], ...resources: string[]) =>
      this.#policy.addStatements(new PolicyStatement({ actions, resources }));
    const arn = (service: string, resource: string) => Stack.of(this).formatArn({ service, resource });
    allow(
      ['athena:StartQueryExecution', 'athena:GetQueryExecution', 'athena:GetQueryResults', 'athena:StopQueryExecution'],
      arn('athena', `workgroup/${workgroupName}`),
    );
    allow(['athena:ListTableMetadata'], arn('athena', 'datacatalog/AwsDataCatalog'));
    const tables = arn('glue', `table/${databaseName}/*`);
    allow(
      [
        'glue:GetDatabase',
        'glue:GetTable',
        'glue:GetTables',
        'glue:GetPartitions',
        'glue:CreateTable',
        'glue:UpdateTable',
        'glue:DeleteTable',
      ],
      arn('glue', 'catalog'),
      arn('glue', `database/${databaseName}`),
      tables,
    );
    allow(['s3:GetBucketLocation'], lake.bucketArn, results.bucketArn);
    allow(['s3:ListBucket'], results.bucketArn);
    allow(['s3:GetObject', 's3:PutObject', 's3:AbortMultipartUpload'], results.arnForObjects('*'));
    this.#acknowledge(
      tables,
      'Tables and views are named by models and builds, which come and go; they are all of one database.',
    );
    this.#acknowledge(
      results.arnForObjects('*'),
      'The bucket holds results of this workgroup and nothing else; Athena chooses their keys.',
    );
  }

  attachTo(role: IRole): void {
    role.addManagedPolicy(this.#policy);
  }

  #acknowledge(resource: string, reason: string): void {
    Validations.of(this.#policy).acknowledge({
      id: `AwsSolutions-IAM5[Resource::${asFinding(Stack.of(this).resolve(resource))}]`,
      reason,
    });
  }
}

/** A resource as the rules' findings write it: texts as they are, references in angle brackets. */
function asFinding(resolved: unknown): string {
  if (typeof resolved === 'string') return resolved;
  if (typeof resolved !== 'object' || resolved === null) throw new TypeError('expected an ARN');
  if ('Ref' in resolved) return `<${String(resolved.Ref)}>`;
  if ('Fn::GetAtt' in resolved && Array.isArray(resolved['Fn::GetAtt'])) return `<${resolved['Fn::GetAtt'].join('.')}>`;
  if ('Fn::Join' in resolved && Array.isArray(resolved['Fn::Join'])) {
    const [separator, parts]: unknown[] = resolved['Fn::Join'];
    if (Array.isArray(parts)) return parts.map(asFinding).join(String(separator));
  }
  throw new TypeError(`expected an ARN, got ${JSON.stringify(resolved)}`);
}
