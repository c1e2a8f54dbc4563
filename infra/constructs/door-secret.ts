import { RemovalPolicy, Validations } from 'aws-cdk-lib';
import { Effect, type IRole, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { Construct } from 'constructs';

export interface DoorSecretProps {
  readonly key: IKey;
}

/**
 * What the door needs to know: the key of pseudonyms, the key of the quarantine, each channel's webhook secret.
 * CloudFormation makes it and never writes it again; the operator fills it once, as infra/README.md says.
 */
export class DoorSecret extends Construct {
  readonly secret: Secret;
  readonly #key: IKey;

  constructor(scope: Construct, id: string, props: DoorSecretProps) {
    super(scope, id);
    this.#key = props.key;
    this.secret = new Secret(this, 'Secret', {
      description: 'Echolake: pseudonym key, quarantine key, webhook secrets by channel.',
      encryptionKey: props.key,
      removalPolicy: RemovalPolicy.RETAIN,
    });
    Validations.of(this.secret).acknowledge({
      id: 'AwsSolutions-SMG4',
      reason:
        'A new pseudonym key would part every customer from their history; keys are changed by hand, together with the lake.',
    });
  }

  /** The secret's own `grantRead` would also write the role into the key's policy, and tie the lake to whoever reads it. */
  allowRead(role: IRole): void {
    const allow = (action: string, arn: string) =>
      role.addToPrincipalPolicy(new PolicyStatement({ effect: Effect.ALLOW, actions: [action], resources: [arn] }));
    allow('secretsmanager:GetSecretValue', this.secret.secretArn);
    allow('kms:Decrypt', this.#key.keyArn);
  }
}
