/** A category of the crime layer, as data.police.uk names it. */
export interface PoliceCategory {
  /** Slug of the police.uk API; not always derived from the name. */
  readonly slug: string;
  readonly label: string;
}

/** The 14 categories in use since 2013. Source: data.police.uk/docs, crime-categories. */
export const POLICE_CATEGORIES: readonly PoliceCategory[] = [
  { slug: 'anti-social-behaviour', label: 'Anti-social behaviour' },
  { slug: 'bicycle-theft', label: 'Bicycle theft' },
  { slug: 'burglary', label: 'Burglary' },
  { slug: 'criminal-damage-arson', label: 'Criminal damage and arson' },
  { slug: 'drugs', label: 'Drugs' },
  { slug: 'other-crime', label: 'Other crime' },
  { slug: 'other-theft', label: 'Other theft' },
  { slug: 'possession-of-weapons', label: 'Possession of weapons' },
  { slug: 'public-order', label: 'Public order' },
  { slug: 'robbery', label: 'Robbery' },
  { slug: 'shoplifting', label: 'Shoplifting' },
  { slug: 'theft-from-the-person', label: 'Theft from the person' },
  { slug: 'vehicle-crime', label: 'Vehicle crime' },
  { slug: 'violent-crime', label: 'Violence and sexual offences' },
];

/**
 * Names of before May 2013. "Violent crime" became "Violence and sexual offences". "Public disorder and weapons" was split
 * into public order and possession of weapons and cannot be told apart afterwards: it goes to public order, where most of
 * it belonged, and is reported.
 */
const LEGACY_CATEGORIES: ReadonlyMap<string, string> = new Map([
  ['violent crime', 'violent-crime'],
  ['public disorder and weapons', 'public-order'],
]);

const BY_NAME = new Map(POLICE_CATEGORIES.map(({ label, slug }) => [label.toLowerCase(), slug]));

/** The slug of a `Crime type`, and whether the name is a legacy one; undefined for an unknown name. */
export function policeCategory(name: string): { slug: string; legacy: boolean } | undefined {
  const lower = name.trim().toLowerCase();
  const slug = BY_NAME.get(lower);
  if (slug) return { slug, legacy: false };
  const legacy = LEGACY_CATEGORIES.get(lower);
  return legacy ? { slug: legacy, legacy: true } : undefined;
}
