import { Stack } from 'aws-cdk-lib';
import { CfnDatabase, CfnTable } from 'aws-cdk-lib/aws-glue';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { CONTRACTS } from '../../contracts/catalogue.ts';
import { lakeTableInput } from '../glue-table.ts';

export interface LakeCatalogueProps {
  readonly lake: IBucket;
  readonly databaseName: string;
  /** First UTC day of receipt, `2026-01-01`. */
  readonly firstDay: string;
}

/**
 * The database and one table per contract. Models name their relations without a database, so lake tables and what is
 * built from them live in one.
 */
export class LakeCatalogue extends Construct {
  readonly database: CfnDatabase;

  constructor(scope: Construct, id: string, props: LakeCatalogueProps) {
    super(scope, id);
    const catalogId = Stack.of(this).account;
    this.database = new CfnDatabase(this, 'Database', {
      catalogId,
      databaseInput: { name: props.databaseName, description: 'Events as they came in, and what is built from them.' },
    });
    for (const contract of CONTRACTS) {
      const table = new CfnTable(this, contract.table, {
        catalogId,
        databaseName: props.databaseName,
        tableInput: lakeTableInput(contract, props.lake.bucketName, props.firstDay),
      });
      table.addResourceDependency(this.database);
    }
  }
}
