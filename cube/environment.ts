const SETTINGS: Readonly<Record<string, string>> = {
  CUBEJS_DB_TYPE: 'duckdb',
  CUBEJS_DEV_MODE: 'false',
  CUBEJS_EXTERNAL_DEFAULT: 'false',
  CUBEJS_TELEMETRY: 'false',
  CUBEJS_TRANSPILATION_WORKER_THREADS_COUNT: '1',
  CUBEJS_REFRESH_KEY_LOCAL_TIME: 'true',
};

/**
 * Cube reads about two hundred CUBEJS_ variables wherever it likes, and some of them open doors: development mode shows
 * hidden cubes, the playground secret signs for everybody. So whatever was inherited is dropped and ours are set.
 */
export function settleEnvironment(environment: NodeJS.ProcessEnv): void {
  for (const name of Object.keys(environment)) if (name.startsWith('CUBEJS_')) delete environment[name];
  Object.assign(environment, SETTINGS);
}

/** Constructs Cube as it is in production, whatever NODE_ENV says, and leaves NODE_ENV as it was. */
export function inProduction<T>(environment: NodeJS.ProcessEnv, construct: () => T): T {
  const { NODE_ENV } = environment;
  environment['NODE_ENV'] = 'production';
  try {
    return construct();
  } finally {
    if (NODE_ENV === undefined) delete environment['NODE_ENV'];
    else environment['NODE_ENV'] = NODE_ENV;
  }
}
