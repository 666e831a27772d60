const DOMAINS: Readonly<Record<string, string>> = {
  income: 'income',
  employment: 'employment',
  education: 'education and skills',
  health: 'health and disability',
  crime: 'crime',
  barriers: 'barriers to housing and services',
  environment: 'living environment',
};
const IMD = /^imd(?:-(\d{4}))?(?:-([a-z]+))??-(score|rank|decile)$/;

/**
 * The name of a measure of areas as people read it: 'imd-income-score' is 'Deprivation: income, score', 'imd-score' the whole
 * index, 'median-house-price-gbp' 'Median house price, GBP'. A name that is not known keeps its words.
 */
export function measureLabel(measure: string): string {
  const imd = IMD.exec(measure);
  if (imd) {
    const [, year, domain, form] = imd;
    const part = domain === undefined ? 'whole index' : (DOMAINS[domain] ?? domain);
    return `Deprivation${year ? ` ${year}` : ''}: ${part}, ${form}`;
  }
  const words = measure.replace(/-gbp$/, ', GBP').replaceAll('-', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}
