import type { ComponentType } from 'preact';
import type { Role } from '../server/contract/access.ts';

/** What a page is given: the part of the address that is its own. */
export interface PageProps {
  /** The parts after the page's path: ['E05000001'] of '#wards/E05000001'. */
  rest: readonly string[];
  /** The parameters after the parts: of '#wards/E05000001?measure=rate'. Read by the page, never by the shell. */
  query: URLSearchParams;
}

/**
 * A page of the application. To add one: write a component that is the default export of its own file, and add one entry
 * to PAGES below. The shell does the rest: the link in the top bar, the address, the lazily loaded chunk (with its style
 * sheets, imported by the page itself), the focus on the page's h1, the refusal for who lacks the role.
 *
 * The page renders into <main class="page">; it brings one h1 and sets document.title with `titlePage`. To go somewhere
 * else it links to `pageHref(path, rest, query)` or calls `openPage` (web/state/place.ts). A page that opens the map at
 * a view links to `exploreHref(address)`, the address being the part after the question mark.
 */
export interface PageEntry {
  /** The part of the address after '#', such as 'wards'. Lower case, no slash. */
  path: string;
  /** The word in the top bar, and the name of the page for assistive tools. */
  label: string;
  /** Where its link stands: in the top bar, in the menu of who is signed in, or nowhere (reached from other pages). */
  menu: 'main' | 'account' | 'none';
  /** Any one of these roles opens it; empty: everybody who is signed in. */
  roles: readonly Role[];
  load(): Promise<{ default: ComponentType<PageProps> }>;
}

/** Every page beside Explore, in the order of the top bar. */
export const PAGES: readonly PageEntry[] = [
  {
    path: 'wards',
    label: 'Wards',
    menu: 'main',
    roles: [],
    load: () => import('./wards/wards-page.tsx'),
  },
  {
    path: 'briefings',
    label: 'Briefings',
    menu: 'main',
    roles: ['viewer', 'analyst', 'data-steward', 'administrator'],
    load: () => import('./briefings/briefings-page.tsx'),
  },
  {
    path: 'data',
    label: 'Data',
    menu: 'main',
    roles: ['data-steward', 'administrator', 'auditor'],
    load: () => import('./data/data-page.tsx'),
  },
  {
    path: 'account',
    label: 'Your account',
    menu: 'account',
    roles: [],
    load: () => import('./access/account-page.tsx'),
  },
  {
    path: 'accounts',
    label: 'Accounts',
    menu: 'account',
    roles: ['administrator'],
    load: () => import('./access/accounts-page.tsx'),
  },
  {
    path: 'audit',
    label: 'Audit',
    menu: 'account',
    roles: ['auditor'],
    load: () => import('./access/audit-page.tsx'),
  },
];
