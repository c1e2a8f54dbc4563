import type { Model } from '../../../warehouse/model.ts';

/** The rows that break what a model's `.yml` promises of single columns, a query for each promise; promises of the key are left out. */
export function promisesOf(model: Model): { readonly name: string; readonly sql: string }[] {
  return model.audits.flatMap((audit) => {
    const { name } = audit;
    if (name.startsWith('key ')) return [];
    switch (audit.kind) {
      case 'not_null':
        return [{ name, sql: `select * from ${model.name} where ${audit.column} is null` }];
      case 'unique': {
        const columns = audit.columns.join(', ');
        return [
          {
            name,
            sql: `select ${columns} from ${model.name} where ${columns} is not null group by ${columns} having count(*) > 1`,
          },
        ];
      }
      case 'accepted': {
        const values = audit.values.map((value) => `'${value}'`).join(', ');
        return [{ name, sql: `select * from ${model.name} where ${audit.column} not in (${values})` }];
      }
      case 'relationship':
        return [
          {
            name,
            sql: `select child.* from ${model.name} as child left join ${audit.to} as parent on child.${audit.column} = parent.${audit.toColumn}
              where child.${audit.column} is not null and parent.${audit.toColumn} is null`,
          },
        ];
      case 'drift':
      case 'freshness':
      case 'row_count_change':
      case 'sql':
        throw new Error(`${model.name}: ${name}: no such promise here`);
    }
  });
}
