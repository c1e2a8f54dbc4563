import { register } from 'tsx/esm/api';

register();
await import('../background-process.ts');
