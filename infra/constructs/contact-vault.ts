import { RemovalPolicy } from 'aws-cdk-lib';
import { AttributeType, BillingMode, Table, TableEncryption } from 'aws-cdk-lib/aws-dynamodb';
import { Effect, type IRole, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { Construct } from 'constructs';

export interface ContactVaultProps {
  readonly key: IKey;
}

/** Where people can be written to: rows sealed by the door's own key, in a table under ours. Paid by the request, so an empty one is free. */
export class ContactVault extends Construct {
  readonly table: Table;
  readonly #key: IKey;

  constructor(scope: Construct, id: string, { key }: ContactVaultProps) {
    super(scope, id);
    this.#key = key;
    this.table = new Table(this, 'Table', {
      partitionKey: { name: 'contact', type: AttributeType.STRING },
      billingMode: BillingMode.PAY_PER_REQUEST,
      encryption: TableEncryption.CUSTOMER_MANAGED,
      encryptionKey: key,
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
      deletionProtection: true,
      removalPolicy: RemovalPolicy.RETAIN,
    });
  }

  /** The table's own grants would also write the role into the key's policy, and tie the lake to whoever reads it. */
  allow(role: IRole, ...actions: ('read' | 'write')[]): void {
    const named = { read: 'dynamodb:GetItem', write: 'dynamodb:UpdateItem' } as const;
    const grant = (list: string[], arn: string) =>
      role.addToPrincipalPolicy(new PolicyStatement({ effect: Effect.ALLOW, actions: list, resources: [arn] }));
    grant(
      actions.map((action) => named[action]),
      this.table.tableArn,
    );
    grant(['kms:Decrypt'], this.#key.keyArn);
  }
}
