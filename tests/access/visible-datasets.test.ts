import { describe, expect, it } from 'vitest';
import { ukDay, visibleDatasets } from '../../server/access/visible-datasets.ts';
import { ROLES } from '../../server/contract/access.ts';

const today = '2026-03-01';
const analyst = { roles: ['analyst'], organisation: { slug: 'council' } } as const;
const dataset = (sensitivityClass: 'open' | 'health', agreement: Record<string, unknown> = {}) => ({
  sensitivityClass,
  agreement,
});
const sees = (given: ReturnType<typeof dataset>, account: Parameters<typeof visibleDatasets>[0] = analyst) =>
  visibleDatasets(account, [given], today).length === 1;
const shared = { permittedRoles: ['analyst', 'viewer'], permittedOrganisations: ['council', 'trust'] };

describe('who sees a dataset', () => {
  it.each(ROLES)('%s sees open data', (role) => {
    expect(sees(dataset('open'), { roles: [role], organisation: { slug: 'any' } })).toBe(true);
  });

  it('sees nothing without a role, open data neither', () => {
    expect(sees(dataset('open'), { roles: [], organisation: { slug: 'council' } })).toBe(false);
  });

  it.each([
    ['its role and organisation are named', shared, true],
    ['there is no record of sharing', {}, false],
    ['only its role is named', { permittedRoles: ['analyst'] }, false],
    ['only its organisation is named', { permittedOrganisations: ['council'] }, false],
    ['another organisation is named', { ...shared, permittedOrganisations: ['trust'] }, false],
    ['another role is named', { ...shared, permittedRoles: ['auditor'] }, false],
    ['the lists are not lists', { permittedRoles: 'analyst', permittedOrganisations: 'council' }, false],
    ['the record runs out today', { ...shared, expiresOn: today }, true],
    ['the record ran out yesterday', { ...shared, expiresOn: '2026-02-28' }, false],
    ['the end is not a day', { ...shared, expiresOn: 'never' }, false],
  ])('of shared data: %s', (_when, agreement, expected) => {
    expect(sees(dataset('health', agreement))).toBe(expected);
  });

  it('needs one role of several', () => {
    const both = { roles: ['auditor', 'analyst'] as const, organisation: { slug: 'trust' } };
    expect(sees(dataset('health', shared), both)).toBe(true);
  });

  it('does not see open data whose record has run out', () => {
    expect(sees(dataset('open', { expiresOn: '2026-02-28' }))).toBe(false);
  });

  it('sees open data that came under a record where the record names it, and not elsewhere', () => {
    expect(sees(dataset('open', shared))).toBe(true);
    expect(sees(dataset('open', { ...shared, permittedOrganisations: ['trust'] }))).toBe(false);
    expect(sees(dataset('open', { permittedRoles: ['auditor'] }))).toBe(false);
  });

  it('counts days as they are counted in the United Kingdom', () => {
    expect(ukDay(new Date('2026-06-30T23:30:00Z'))).toBe('2026-07-01');
    expect(ukDay(new Date('2026-01-31T23:30:00Z'))).toBe('2026-01-31');
  });
});
