import type { IdentifierKind } from '../../contracts/identifier.ts';
import { reelsStrangers } from './campaigns.ts';
import { hasAccount, type Household, householdOf, Known, personNumber } from './households.ts';
import { identifiers } from './identifiers.ts';
import { browsesOn, strangerNumber } from './passages.ts';
import { crmId, lapsedCount, memberCount } from './people.ts';
import { guestsOn, type Story } from './visits.ts';

/** An identifier that may be in the lake, in the clear, and whose it is. */
export interface TrueIdentifier {
  readonly kind: IdentifierKind;
  readonly value: string;
  /** Who goes by it; null where several do, or did. */
  readonly person: string | null;
  /** Of one person's identifiers, those have the same that some record links. Null where `person` is. */
  readonly linked: string | null;
}

/** Whose every identifier is. Some of them never come up in the records, since their owner never used them. */
export function* identityTruth(story: Story): Generator<TrueIdentifier> {
  const { options } = story;
  const { seed } = options;
  const members = memberCount(options);
  for (let member = 0; member < members + lapsedCount(options); member++) {
    const isLapsed = member >= members;
    const known = new Known(seed, member, isLapsed);
    const person = `M${isLapsed ? member : personNumber(seed, member)}`;
    const of = (kind: IdentifierKind, value: string, linked: string | null = person): TrueIdentifier => {
      return { kind, value, person: linked === null ? null : person, linked };
    };
    const hasOthersPhone = known.household === 'shared_phone' || known.household === 'recycled_phone';
    yield of('member', known.memberId);
    yield of('phone', known.phone, hasOthersPhone ? null : person);
    if (known.platformPhone !== known.phone) yield of('phone', known.platformPhone, isLapsed ? person : `${person}/platform`);
    yield of('email', identifiers.email(seed, member));
    yield of('unionid', known.unionid);
    yield of('alipay', known.alipay);
    yield of('device', known.device, known.household === 'shared_device' ? null : person);
    if (isLapsed || hasAccount(seed, member)) {
      // Nothing says that the account of a lapsed member, who only looks, and the record in the CRM are one person's.
      yield of('account', identifiers.account(member), isLapsed ? `${person}/app` : person);
      yield of('cookie', identifiers.cookie(seed, member), isLapsed ? `${person}/app` : person);
    }
  }
  const seen = new Set<number>();
  for (let day = 0; day < options.days; day++) {
    for (const guest of guestsOn(story, day)) {
      if (seen.has(guest)) continue;
      seen.add(guest);
      const person = `G${guest}`;
      yield { kind: 'unionid', value: identifiers.guestUnionid(seed, guest), person, linked: person };
      yield { kind: 'cookie', value: identifiers.guestCookie(seed, guest), person, linked: person };
      yield { kind: 'alipay', value: identifiers.guestAlipay(seed, guest), person, linked: person };
    }
    const strangers = [...browsesOn(story, day)].flatMap(({ place, lapsed }) =>
      lapsed === null ? [strangerNumber(day, place)] : [],
    );
    for (const number of [...strangers, ...reelsStrangers(options, day)])
      yield { kind: 'cookie', value: identifiers.guestCookie(seed, number), person: `S${number}`, linked: `S${number}` };
  }
}

/** Two records of the CRM that are one person's, or are not although they have an identifier in common. */
export interface PlantedPair {
  readonly household: Exclude<Household, 'plain'>;
  /** The records, as the lake names them. */
  readonly contacts: readonly [string, string];
  readonly shared: IdentifierKind;
  readonly isOnePerson: boolean;
}

const SHARED = { two_accounts: 'unionid', shared_device: 'device', shared_phone: 'phone', recycled_phone: 'phone' } as const;

/** All that were planted, also those of whom one has not joined yet. */
export function plantedPairs({ options }: Story): PlantedPair[] {
  const pairs: PlantedPair[] = [];
  for (let member = 0; member < memberCount(options); member += 2) {
    const household = householdOf(options.seed, member);
    if (household === 'plain') continue;
    pairs.push({
      household,
      contacts: [`members/${crmId(member)}`, `members/${crmId(member + 1)}`],
      shared: SHARED[household],
      isOnePerson: household === 'two_accounts',
    });
  }
  return pairs;
}
