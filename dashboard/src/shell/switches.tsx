import { useAddress } from '../address/address.ts';
import { useScheme } from '../charts/scheme.ts';
import { useSpeech } from '../i18n/speech.tsx';

/** The other language and the other scheme, as links: both are part of the address. */
export function Switches() {
  const { words, language } = useSpeech();
  const { change, hrefWith } = useAddress();
  const scheme = useScheme();
  const otherLanguage = language === 'zh' ? 'en' : 'zh';
  const otherScheme = scheme === 'dark' ? 'light' : 'dark';
  return (
    <>
      <a
        href={hrefWith({ language: otherLanguage })}
        lang={otherLanguage === 'zh' ? 'zh-CN' : 'en'}
        onClick={(event) => {
          event.preventDefault();
          change({ language: otherLanguage }, { replace: true });
        }}
      >
        {words.otherLanguage}
      </a>
      <a
        href={hrefWith({ theme: otherScheme })}
        onClick={(event) => {
          event.preventDefault();
          change({ theme: otherScheme }, { replace: true });
        }}
      >
        {words[otherScheme]}
      </a>
    </>
  );
}
