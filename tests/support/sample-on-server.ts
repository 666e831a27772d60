/** What the synthetic district on a PostgreSQL server is called among the things made once a run. */
export const SAMPLE_ON_SERVER = 'sample-district-server';
