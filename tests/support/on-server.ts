/** Ends the name of a thing made once a run that is a database of a PostgreSQL server, to be dropped after the run. */
export const ON_SERVER = '-on-server';
