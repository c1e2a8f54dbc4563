import { type KeyboardEvent, useRef, useState } from 'react';
import { useSpeech } from '../i18n/speech.tsx';

const LINE = 36;

/** JSON with short lists on one line and long ones filled line by line. */
function pretty(query: unknown): string {
  return JSON.stringify(query, null, 2).replace(/\[\s+([^[\]{}]*?)\n(\s*)\]/g, (_, list: string, indent: string) => {
    const lines: string[] = [];
    for (const item of list.split(/,\s*\n\s*/)) {
      const last = lines.at(-1);
      if (last !== undefined && last.length + item.length < LINE) lines[lines.length - 1] = `${last}, ${item}`;
      else lines.push(item);
    }
    return `[${lines.join(`,\n${indent}  `)}]`;
  });
}

/** The query as JSON that the API takes, and the call that sends it. */
export function CodeTile({ query }: { query: unknown }) {
  const { words } = useSpeech();
  const say = words.analyst;
  const [tab, setTab] = useState<'JSON' | 'curl'>('JSON');
  const [isCopied, setCopied] = useState(false);
  const list = useRef<HTMLDivElement>(null);
  const json = pretty(query);
  const texts = {
    JSON: json,
    curl: `curl -G "${location.origin}/cubejs-api/v1/load" \\\n  -H "Authorization: $ECHOLAKE_TOKEN" \\\n  --data-urlencode 'query=${JSON.stringify(query).replaceAll("'", "'\\''")}'`,
  };
  const tabs = ['JSON', 'curl'] as const;
  const move = (event: KeyboardEvent) => {
    if (event.key !== 'ArrowRight' && event.key !== 'ArrowLeft') return;
    event.preventDefault();
    const next = tab === 'JSON' ? 'curl' : 'JSON';
    setTab(next);
    list.current?.querySelector<HTMLButtonElement>(`[data-tab="${next}"]`)?.focus();
  };
  return (
    <section className="tile code" id="code">
      <header>
        <div>
          <h2>{say.codeTitle}</h2>
        </div>
      </header>
      <div className="tabs" role="tablist" aria-label={say.code} ref={list}>
        {tabs.map((name) => (
          <button
            key={name}
            type="button"
            role="tab"
            data-tab={name}
            aria-selected={name === tab}
            tabIndex={name === tab ? 0 : -1}
            onClick={() => setTab(name)}
            onKeyDown={move}
          >
            {name}
          </button>
        ))}
      </div>
      <pre tabIndex={0} role="tabpanel" aria-label={tab}>
        {texts[tab]}
      </pre>
      <footer>
        <span className="end">
          <button
            type="button"
            className="act"
            onClick={() => {
              void navigator.clipboard.writeText(texts[tab]).then(() => setCopied(true));
            }}
          >
            {isCopied ? say.copied : say.copy}
          </button>
        </span>
      </footer>
    </section>
  );
}
