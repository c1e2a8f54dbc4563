import type { DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import { EcholakeError } from '../contracts/errors.ts';

/** One published build, open for reading. */
export interface OpenMarts {
  readonly build: string;
  /** Its settings may be locked: nothing is set on a connection, and timestamps have no zone, so none is needed. */
  readonly instance: DuckDBInstance;
  /** Called once, after the last query on the instance has ended and its connections are closed. */
  close(): void;
}

/** Where the marts of a pool are. */
export interface MartSource {
  /** Opens the build that is published now. */
  open(): Promise<OpenMarts>;
  /** Id of the build that is published now, or null before the first. Asked on every request: keep it cheap. */
  currentBuild(): Promise<string | null> | string | null;
}

/** Nothing has been published yet. */
export class NoBuildError extends EcholakeError {}

interface Handle {
  readonly marts: OpenMarts;
  /** Counts the swaps, so that a build that is published again is not taken for its former self. */
  readonly generation: number;
  readonly idle: DuckDBConnection[];
  active: number;
  retired: boolean;
}

const IDLE_CONNECTIONS = 4;
/** How long a build that did not open is left alone while the one before it still answers. */
const RETRY_AFTER_MS = 5000;

/**
 * Connections to the published build. When the build changes, new queries go to the new one at once, running ones end on
 * the old one, and the old one is closed after its last query.
 */
export class MartPool {
  readonly #source: MartSource;
  readonly #onRefused: (error: unknown) => void;
  #current: Handle | null = null;
  #opening: Promise<Handle> | null = null;
  #generation = 0;
  #closed = false;
  #refused: { readonly build: string; readonly at: number } | null = null;

  /** `onRefused` hears of a build that could not be opened while an earlier one goes on answering. */
  constructor(source: MartSource, onRefused: (error: unknown) => void = () => {}) {
    this.#source = source;
    this.#onRefused = onRefused;
  }

  /** Build and generation that a query would run on now. @throws {NoBuildError} before the first build. */
  async version(): Promise<{ build: string; generation: number }> {
    const { marts, generation } = await this.#handle();
    return { build: marts.build, generation };
  }

  /** Lends a connection for one piece of work and takes it back, also when the work fails. */
  async use<T>(work: (connection: DuckDBConnection) => Promise<T>): Promise<T> {
    const handle = await this.#lease();
    let connection: DuckDBConnection | undefined;
    try {
      connection = handle.idle.pop() ?? (await handle.marts.instance.connect());
      return await work(connection);
    } finally {
      handle.active -= 1;
      if (connection !== undefined) giveBack(handle, connection);
      closeWhenDone(handle);
    }
  }

  close(): void {
    this.#closed = true;
    if (this.#current !== null) retire(this.#current);
    this.#current = null;
  }

  /** A retired handle may be closed already: a swap can happen between finding a handle and counting on it. */
  async #lease(): Promise<Handle> {
    const handle = await this.#handle();
    if (handle.retired) return this.#lease();
    handle.active += 1;
    return handle;
  }

  async #handle(): Promise<Handle> {
    if (this.#closed) throw new EcholakeError('the marts are closed: the server is stopping');
    const build = await this.#source.currentBuild();
    const current = this.#current;
    if (build === null) throw new NoBuildError('expected a published build, there is none yet', { retryable: true });
    if (current !== null && (current.marts.build === build || this.#isResting(build))) return current;
    this.#opening ??= this.#open().finally(() => {
      this.#opening = null;
    });
    if (current === null) return this.#opening;
    return this.#opening.catch((error: unknown) => {
      if (!this.#isResting(build)) this.#onRefused(error);
      this.#refused = { build, at: performance.now() };
      return current;
    });
  }

  #isResting(build: string): boolean {
    return this.#refused?.build === build && performance.now() - this.#refused.at < RETRY_AFTER_MS;
  }

  async #open(): Promise<Handle> {
    const marts = await this.#source.open();
    this.#generation += 1;
    const opened: Handle = { marts, generation: this.#generation, idle: [], active: 0, retired: false };
    const former = this.#current;
    this.#current = opened;
    if (former !== null) retire(former);
    if (this.#closed) this.close();
    return opened;
  }
}

function giveBack(handle: Handle, connection: DuckDBConnection): void {
  if (handle.retired || handle.idle.length >= IDLE_CONNECTIONS) connection.closeSync();
  else handle.idle.push(connection);
}

function retire(handle: Handle): void {
  handle.retired = true;
  closeWhenDone(handle);
}

function closeWhenDone(handle: Handle): void {
  if (!handle.retired || handle.active > 0) return;
  for (const connection of handle.idle.splice(0)) connection.closeSync();
  handle.marts.close();
}
