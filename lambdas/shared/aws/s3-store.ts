import { Readable } from 'node:stream';
import type { ReadableStream } from 'node:stream/web';
import {
  DeleteObjectCommand,
  GetObjectCommand,
  ListObjectsV2Command,
  NoSuchKey,
  PutObjectCommand,
  type S3Client,
  S3ServiceException,
} from '@aws-sdk/client-s3';
import { LakeWriteError } from '../../../contracts/errors.ts';
import type { Store } from '../ports.ts';

/** Another writer is at the same key this moment: S3 asks to try again. */
const CONFLICT = 409;
const PRECONDITION_FAILED = 412;
const ATTEMPTS = 5;

/** A store in an S3 bucket. `putNew` relies on conditional writes (If-None-Match). */
export function s3Store(client: S3Client, bucket: string): Store {
  const put = async (key: string, bytes: Uint8Array, condition: { IfNoneMatch?: string }) => {
    await client.send(new PutObjectCommand({ Bucket: bucket, Key: key, Body: bytes, ...condition }));
  };
  return {
    async putNew(key, bytes) {
      for (let attempt = 1; ; attempt++) {
        try {
          await put(key, bytes, { IfNoneMatch: '*' });
          return 'written';
        } catch (cause) {
          const status = cause instanceof S3ServiceException ? cause.$metadata.httpStatusCode : undefined;
          if (status === PRECONDITION_FAILED) return 'exists';
          if (status === CONFLICT && attempt < ATTEMPTS) continue;
          throw new LakeWriteError(`could not write s3://${bucket}/${key}`, { retryable: true, cause });
        }
      }
    },
    async put(key, bytes) {
      try {
        await put(key, bytes, {});
      } catch (cause) {
        throw new LakeWriteError(`could not write s3://${bucket}/${key}`, { retryable: true, cause });
      }
    },
    async get(key) {
      try {
        const { Body } = await client.send(new GetObjectCommand({ Bucket: bucket, Key: key }));
        return Body === undefined ? null : await Body.transformToByteArray();
      } catch (error) {
        if (error instanceof NoSuchKey) return null;
        throw error;
      }
    },
    async *read(key) {
      const { Body } = await client.send(new GetObjectCommand({ Bucket: bucket, Key: key }));
      if (Body !== undefined) yield* Readable.fromWeb(Body.transformToWebStream() as ReadableStream);
    },
    async *list(prefix) {
      let token: string | undefined;
      do {
        const page = await client.send(
          new ListObjectsV2Command({ Bucket: bucket, Prefix: prefix, ...(token !== undefined && { ContinuationToken: token }) }),
        );
        for (const { Key } of page.Contents ?? []) if (Key !== undefined) yield Key;
        token = page.NextContinuationToken;
      } while (token !== undefined);
    },
    async delete(key) {
      await client.send(new DeleteObjectCommand({ Bucket: bucket, Key: key }));
    },
  };
}
