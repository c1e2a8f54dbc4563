import { readFileSync } from 'node:fs';
import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { expect } from 'vitest';
import { z } from 'zod';
import { compose } from '../../infra/compose.ts';
import { configOf } from '../../infra/config.ts';

const cdkJson = z.object({ context: z.record(z.string(), z.unknown()) });

/** The app as `cdk synth` makes it, but no handler is bundled and no template validated: bundle.test.ts does both. */
export function newApp(echolake: Readonly<Record<string, unknown>> = {}): App {
  const { context } = cdkJson.parse(JSON.parse(readFileSync('cdk.json', 'utf8')));
  const app = new App({
    context: { ...context, 'aws:cdk:bundling-stacks': [], echolake },
    builtinCloudFormationValidation: false,
  });
  compose(app, configOf(app.node));
  return app;
}

export type StackName = 'watch' | 'lake' | 'ingest' | 'warehouse';

export function stackOf(app: App, name: StackName): Stack {
  const child = app.node.findChild(`echolake-${name}`);
  if (Stack.isStack(child)) return child;
  throw new TypeError(`echolake-${name} is not a stack`);
}

const resourceSchema = z.looseObject({ Type: z.string(), Properties: z.record(z.string(), z.unknown()).default({}) });

export type Resource = z.infer<typeof resourceSchema>;

/** Resources of a stack by logical id, those of one type or all. */
export function resourcesOf(template: Template, type?: string): Record<string, Resource> {
  const { Resources } = z.object({ Resources: z.record(z.string(), resourceSchema) }).parse(template.toJSON());
  return Object.fromEntries(Object.entries(Resources).filter(([, resource]) => type === undefined || resource.Type === type));
}

export function templateOf(app: App, name: StackName): Template {
  return Template.fromStack(stackOf(app, name));
}

/** There is a resource with these properties. */
export function expectResource(template: Template, type: string, properties: object): void {
  expect(() => template.hasResourceProperties(type, properties)).not.toThrow();
}

/** There are resources of the type, and each has these properties. */
export function expectEvery(template: Template, type: string, properties: object): void {
  expect(Object.keys(resourcesOf(template, type))).not.toEqual([]);
  expect(() => template.allResourcesProperties(type, properties)).not.toThrow();
}

export function expectCount(template: Template, type: string, count: number): void {
  expect(Object.keys(resourcesOf(template, type))).toHaveLength(count);
}
