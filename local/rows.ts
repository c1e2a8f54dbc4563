import type { DuckDBResultReader } from '@duckdb/node-api';
import { z } from 'zod';

/** A result's rows in a known shape: what SQL returned is checked like anything from outside. */
export function rowsOf<Shape extends z.ZodRawShape>(reader: DuckDBResultReader, shape: Shape): z.output<z.ZodObject<Shape>>[] {
  return z.array(z.object(shape)).parse(reader.getRowObjectsJson());
}
