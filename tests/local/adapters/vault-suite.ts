import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { ContactDetails, Vault } from '../../../lambdas/shared/ports.ts';

/** One vault under test, empty when it is made. */
export interface VaultUnderTest {
  readonly vault: Vault;
  /** Another client of the same rows, with another key when one is given. */
  another(key?: Uint8Array): Vault;
  /** Everything that is kept, as somebody sees it who has no key. */
  bytes(): Promise<string>;
  remove(): Promise<void>;
}

const contact = (i: number) => i.toString(16).padStart(32, '0');

async function contactsOf(vault: Vault): Promise<string[]> {
  const found: string[] = [];
  for await (const one of vault.contacts()) found.push(one);
  return found.toSorted();
}

/** What every vault must do, whatever it keeps its rows in. */
export function describeVault(name: string, make: () => Promise<VaultUnderTest>): void {
  describe(`vault: ${name}`, () => {
    let made: VaultUnderTest;
    let vault: Vault;
    beforeEach(async () => {
      made = await make();
      vault = made.vault;
    });
    afterEach(() => made.remove());

    test('gives back what was put, to another client too, and null for a stranger', async () => {
      await vault.put([
        { contact: contact(1), version: 1, details: { phone: '13800001234', email: 'mei@example.com', openid: 'oX-1' } },
      ]);
      expect(await made.another().get(contact(1))).toEqual({ phone: '13800001234', email: 'mei@example.com', openid: 'oX-1' });
      expect(await vault.get(contact(2))).toBeNull();
    });

    test('a later value replaces that field and no other', async () => {
      await vault.put([{ contact: contact(1), version: 1, details: { phone: '13800001234', email: 'mei@example.com' } }]);
      await made.another().put([{ contact: contact(1), version: 2, details: { phone: '13900001234' } }]);
      expect(await vault.get(contact(1))).toEqual({ phone: '13900001234', email: 'mei@example.com' });
    });

    test('whatever order they arrive in, each field keeps its highest version', async () => {
      const put = (version: number, details: ContactDetails) => made.another().put([{ contact: contact(1), version, details }]);
      await put(20, { phone: '13900001234', attributes: { can_contact: false } });
      await put(10, { phone: '13800001234', email: 'mei@example.com', attributes: { can_contact: true } });
      await put(15, { email: 'new@example.com' });
      expect(await vault.get(contact(1))).toEqual({
        phone: '13900001234',
        email: 'new@example.com',
        attributes: { can_contact: false },
      });
      await vault.put([
        { contact: contact(2), version: 2, details: { openid: 'o-new' } },
        { contact: contact(2), version: 1, details: { openid: 'o-old' } },
      ]);
      expect(await made.another().entries(contact(2))).toEqual([
        { contact: contact(2), version: 2, details: { openid: 'o-new' } },
      ]);
      expect(await vault.entries(contact(3))).toEqual([]);
    });

    test('keeps nothing in the clear, and a row sealed with another key says so and shows nothing', async () => {
      await vault.put([{ contact: contact(1), version: 1, details: { phone: '13800001234' } }]);
      expect(await made.bytes()).not.toContain('13800001234');
      const reading = made.another(Buffer.alloc(32, 99)).get(contact(1));
      await expect(reading).rejects.toThrow('expected the vault key it was sealed with');
    });

    test('what is erased is gone from everything that is kept, and the rest is there', async () => {
      const entries = Array.from({ length: 60 }, (_, i) => ({
        contact: contact(i),
        version: 1,
        details: { phone: `1380000${1000 + i}` },
      }));
      await vault.put(entries);
      await vault.put([{ contact: contact(7), version: 1, details: { email: 'seven@example.com' } }]);
      await made.another().erase(entries.slice(0, 30).map((entry) => entry.contact));
      expect(await vault.get(contact(7))).toBeNull();
      expect(await vault.get(contact(31))).toEqual({ phone: '13800001031' });
      expect(await contactsOf(vault)).toEqual(entries.slice(30).map((entry) => entry.contact));
      expect(await made.bytes()).not.toContain(contact(7));
    });

    test('of many small puts none is lost', async () => {
      const one = (i: number) => vault.put([{ contact: contact(i), version: 1, details: { openid: `o-${i}` } }]);
      for (let i = 0; i < 30; i++) await one(i);
      await Promise.all(Array.from({ length: 220 }, (_, i) => one(i + 30)));
      expect(await contactsOf(made.another())).toHaveLength(250);
      expect(await vault.get(contact(249))).toEqual({ openid: 'o-249' });
    });
  });
}
