import './analyst.css';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useEffectEvent, useState } from 'react';
import { useAddress } from '../address/address.ts';
import { loadRaw } from '../api/cube.ts';
import { type Json, plainText } from '../api/http.ts';
import type { Catalogue } from '../api/meta.ts';
import { asApiError, useCatalogue } from '../api/use-rows.ts';
import { useSpeech } from '../i18n/speech.tsx';
import { Anchored } from '../scores/anchor.tsx';
import { useSession } from '../session/signed-in.tsx';
import { useLive } from '../shell/live.tsx';
import { Shell } from '../shell/shell.tsx';
import { Empty, Failed, Skeleton } from '../tiles/states.tsx';
import { Builder } from './builder.tsx';
import { CatalogueList } from './catalogue.tsx';
import { CodeTile } from './code-tile.tsx';
import { toCsv } from './csv.ts';
import { answerable, type Draft, draftFrom, firstDraft, isByDay, toCubeQuery } from './draft.ts';
import { titleOf } from './names.ts';
import { Result } from './result.tsx';

/** Ask anything of the catalogue, de-identified. */
export function AnalystPage() {
  const { words, named } = useSpeech();
  const { person } = useSession();
  const { health } = useLive();
  const catalogue = useCatalogue();
  return (
    <Shell
      title={words.analyst.nav}
      crumbs={[named(person.unitName, person.unitNameEn), words.analyst.here]}
      sections={[
        { id: 'main', name: words.analyst.nav },
        { id: 'catalogue', name: words.analyst.catalogue },
        { id: 'code', name: words.analyst.code },
      ]}
      filters={
        health?.build ? (
          <span className="muted small">
            {words.analyst.deidentified} · {words.published(health.build)}
          </span>
        ) : null
      }
    >
      <Anchored>
        {(lastDay) => (catalogue === null ? <Skeleton height={480} /> : <Lab catalogue={catalogue} lastDay={lastDay} />)}
      </Anchored>
    </Shell>
  );
}

interface Answer {
  readonly rows: readonly Json[];
  readonly tookMs: number;
}

function useAnswer(draft: Draft, lastDay: string) {
  const { token, person } = useSession();
  const query = toCubeQuery(draft, lastDay);
  return useQuery({
    queryKey: ['cube', person.id, 'lab', query],
    enabled: draft.measures.length + draft.dimensions.length > 0,
    queryFn: async ({ signal }): Promise<Answer> => {
      const begun = performance.now();
      const rows = await loadRaw(token, query, signal);
      return { rows, tookMs: performance.now() - begun };
    },
  });
}

function Lab({ catalogue, lastDay }: { catalogue: Catalogue; lastDay: string }) {
  const { words, language, number } = useSpeech();
  const say = words.analyst;
  const { address, change } = useAddress();
  const { health } = useLive();
  const inAddress = draftFrom(address.query) ?? firstDraft(language === 'zh' ? 'region_name' : 'region_name_en');
  const asked = answerable(inAddress, catalogue);
  const [draft, setDraft] = useState(inAddress);
  const [isCopied, setCopied] = useState(false);
  const answer = useAnswer(asked, lastDay);
  const run = () => {
    setCopied(false);
    const json = JSON.stringify(draft);
    if (json === address.query) void answer.refetch();
    else change({ query: json });
  };
  const onKey = useEffectEvent((event: KeyboardEvent) => {
    if (event.key === 'Enter' && (event.metaKey || event.ctrlKey)) run();
  });
  useEffect(() => {
    const listener = (event: KeyboardEvent) => onKey(event);
    document.addEventListener('keydown', listener);
    return () => document.removeEventListener('keydown', listener);
  }, []);
  const name = (member: string) => titleOf(catalogue, language, member);
  const title = say.resultOf(
    asked.measures[0] ? name(asked.measures[0]) : say.result,
    asked.dimensions.map((member) => words.mid(name(member))).join(words.executive.joined),
  );
  const download = () => {
    const keys = [
      ...(asked.grain === 'none' ? [] : [`${asked.view}.business_date.${asked.grain}`]),
      ...asked.dimensions,
      ...asked.measures,
    ];
    const text = toCsv(
      keys,
      (answer.data?.rows ?? []).map((row) => keys.map((key) => plainText(row[key]))),
    );
    const link = document.createElement('a');
    link.href = URL.createObjectURL(new Blob([text], { type: 'text/csv;charset=utf-8' }));
    link.download = `${asked.view}-${lastDay}.csv`;
    link.click();
    URL.revokeObjectURL(link.href);
  };
  const error = asApiError(answer.error);
  return (
    <div className="lab">
      <CatalogueList catalogue={catalogue} draft={draft} onChange={setDraft} />
      <div className="mid">
        <Builder catalogue={catalogue} draft={draft} onChange={setDraft}>
          <button type="button" className="btn first" onClick={run}>
            {say.run}
          </button>
          <kbd>{/Mac|iPhone|iPad/.test(navigator.userAgent) ? '⌘ ↵' : 'Ctrl ↵'}</kbd>
          {answer.data && (
            <output className="muted small">
              {say.ran(number(answer.data.tookMs), number(answer.data.rows.length), health?.build ?? '–')}
            </output>
          )}
          <span className="end">
            <button
              type="button"
              className="btn"
              onClick={() => {
                void navigator.clipboard.writeText(location.href).then(() => setCopied(true));
              }}
            >
              {isCopied ? say.copied : say.copyLink}
            </button>
            <button type="button" className="btn" disabled={!answer.data?.rows.length} onClick={download}>
              {say.csv}
            </button>
          </span>
        </Builder>
        <section className="tile res">
          <header>
            <div>
              <h2>{title}</h2>
              <p>
                {isByDay(asked.view, catalogue) && (
                  <>
                    {asked.days === null ? say.allTime : words.begin(words.lastDays[asked.days])}
                    {words.comma}
                  </>
                )}
                {isByDay(asked.view, catalogue) ? words.mid(say.deidentified) : say.deidentified}
              </p>
            </div>
          </header>
          {error !== null && <Failed of={{ error, isPending: false, hadAtMs: 0, retry: () => void answer.refetch() }} />}
          {answer.isLoading && <Skeleton height={240} />}
          {asked.measures.length + asked.dimensions.length === 0 && <Empty title={say.noneTitle} text={say.noneText} />}
          {answer.data && answer.data.rows.length === 0 && <Empty title={say.noRows} text={say.noRowsText} />}
          {answer.data && answer.data.rows.length > 0 && <Result catalogue={catalogue} draft={asked} rows={answer.data.rows} />}
        </section>
      </div>
      <div className="rgt">
        <CodeTile query={toCubeQuery(answerable(draft, catalogue), lastDay)} />
      </div>
    </div>
  );
}
