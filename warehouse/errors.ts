import { EcholakeError, UsageError } from '../contracts/errors.ts';

/** A model's text or description is wrong; the message names the file. */
export class ModelError extends UsageError {}

/** A model could not be built; nothing was published. */
export class BuildError extends EcholakeError {}

/** Another build holds this data folder. */
export class BuildBusyError extends EcholakeError {
  constructor(message: string) {
    super(message, { retryable: true });
  }
}

/** The data folder's records of builds are damaged or point to what is gone. */
export class ManifestError extends EcholakeError {}
