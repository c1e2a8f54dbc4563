import type { Node } from 'constructs';
import { z } from 'zod';
import { UsageError } from '../contracts/errors.ts';

const GIGABYTE = 1_000_000_000;

const configSchema = z.strictObject({
  /** Begins every stack's name; also names the database and the workgroup. One per installation in an account. */
  name: z
    .string()
    .regex(/^[a-z][a-z0-9]{0,30}$/, 'expected lower-case letters and digits, which stacks and databases both take')
    .default('echolake'),
  /** First UTC day a file may have been received. Earlier partitions do not exist for queries. */
  firstDay: z.iso.date().default('2026-01-01'),
  /** Where `docs/runbook.md` can be read; every alarm links into it. */
  runbookUrl: z.string().min(1).default('docs/runbook.md'),
  /** Who is told of alarms. Others may subscribe to the topic. */
  alarmEmail: z.email().optional(),
  /** Webhook requests a second, over all channels, and how many may come at once. Beyond that a sender gets 429. */
  collectPerSecond: z.int().positive().default(500),
  collectBurst: z.int().positive().default(1000),
  /** How long events are gathered into one file. Longer means fewer, larger files. */
  landWindowSeconds: z.int().min(1).max(300).default(30),
  /** Whether surveys are triggered by what comes in. The rules are the object `invites/listening.yml` of the lake. */
  invites: z.boolean().default(false),
  /** Dropped files hold personal data in the clear and go after so many days. */
  inboxDays: z.int().positive().default(7),
  quarantineDays: z.int().positive().default(90),
  /** How often what has landed is built into the warehouse. A run that finds nothing new reads a few records and ends. */
  buildMinutes: z.int().min(1).max(60).default(5),
  /** A query that reads more is cut off. Athena's own minimum is 10 MB. */
  queryCutoffBytes: z
    .int()
    .min(10_000_000)
    .default(20 * GIGABYTE),
  /** Reading more in a day raises an alarm. */
  scanAlarmBytes: z
    .int()
    .positive()
    .default(500 * GIGABYTE),
});

/** What an installation may choose. Everything has a default. */
export type Config = z.infer<typeof configSchema>;

/**
 * Reads the context value `echolake`: an object in cdk.json, or JSON text after `-c echolake=`.
 * @throws {UsageError} naming the key that is wrong.
 */
export function configOf(node: Node): Config {
  const given: unknown = node.tryGetContext('echolake') ?? {};
  const parsed = configSchema.safeParse(typeof given === 'string' ? parseJson(given) : given);
  if (parsed.success) return parsed.data;
  throw new UsageError(`context "echolake": ${z.prettifyError(parsed.error)}`, { cause: parsed.error });
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new UsageError(`context "echolake": expected JSON, got ${text}`, { cause });
  }
}
