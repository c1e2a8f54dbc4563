import { randomUUID } from 'node:crypto';
import { AthenaClient } from '@aws-sdk/client-athena';
import { CreateDatabaseCommand, CreateTableCommand, GlueClient, type TableInput } from '@aws-sdk/client-glue';
import { CreateBucketCommand, S3Client } from '@aws-sdk/client-s3';
import { SQSClient } from '@aws-sdk/client-sqs';
import { CONTRACTS } from '../../contracts/catalogue.ts';
import type { EventContract } from '../../contracts/event.ts';
import { lakeTableInput } from '../../infra/glue-table.ts';
import { s3Store } from '../../lambdas/shared/aws/s3-store.ts';
import type { Store } from '../../lambdas/shared/ports.ts';
import { athenaPlace, type AthenaPlaceOptions } from '../../warehouse/bucket/athena-place.ts';
import type { Place } from '../../warehouse/place.ts';
import { clientSettings } from './settings.ts';

/** Day from which bronze partitions are looked for. */
const FIRST_DAY = '2024-01-01';

/** Where the rig answers. */
interface RigUrls {
  readonly motoUrl: string;
  readonly athenaUrl: string;
}

/** A lake and a warehouse of their own on the rig: bucket, database, and the lake's tables as they are deployed. */
export interface Installation {
  readonly bucket: string;
  readonly database: string;
  readonly store: Store;
  readonly s3: S3Client;
  readonly sqs: SQSClient;
  readonly athena: AthenaClient;
  place(options?: Partial<AthenaPlaceOptions>): Place;
}

export async function makeInstallation(
  { motoUrl, athenaUrl }: RigUrls,
  contracts: readonly EventContract[] = CONTRACTS,
): Promise<Installation> {
  const name = `echolake${randomUUID().slice(0, 8)}`;
  const s3 = new S3Client({ ...clientSettings(motoUrl), forcePathStyle: true });
  const glue = new GlueClient(clientSettings(motoUrl));
  const athena = new AthenaClient(clientSettings(athenaUrl));
  await s3.send(new CreateBucketCommand({ Bucket: name }));
  await glue.send(new CreateDatabaseCommand({ DatabaseInput: { Name: name, LocationUri: `s3://${name}/` } }));
  for (const contract of contracts) {
    const TableInput = glueTable(lakeTableInput(contract, name, FIRST_DAY));
    await glue.send(new CreateTableCommand({ DatabaseName: name, TableInput }));
  }
  const store = s3Store(s3, name);
  return {
    bucket: name,
    database: name,
    store,
    s3,
    sqs: new SQSClient(clientSettings(motoUrl)),
    athena,
    place: (options = {}) =>
      athenaPlace({ client: athena, workgroup: 'primary', database: name, bucket: name, objects: store, ...options }),
  };
}

/** What CloudFormation makes of a table's definition. */
function glueTable(input: ReturnType<typeof lakeTableInput>): TableInput {
  const { storageDescriptor } = input;
  const column = ({ name, type, comment }: { name: string; type: string; comment: string }) => ({
    Name: name,
    Type: type,
    Comment: comment,
  });
  return {
    Name: input.name,
    Description: input.description,
    TableType: input.tableType,
    Parameters: input.parameters,
    PartitionKeys: input.partitionKeys.map(column),
    StorageDescriptor: {
      Location: storageDescriptor.location,
      InputFormat: storageDescriptor.inputFormat,
      OutputFormat: storageDescriptor.outputFormat,
      SerdeInfo: {
        SerializationLibrary: storageDescriptor.serdeInfo.serializationLibrary,
        Parameters: storageDescriptor.serdeInfo.parameters,
      },
      Columns: storageDescriptor.columns.map(column),
    },
  };
}
