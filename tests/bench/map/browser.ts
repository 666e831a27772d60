import { existsSync } from 'node:fs';
import { type Browser, chromium } from 'playwright-core';

const FLAGS = [
  '--no-sandbox',
  '--use-angle=swiftshader',
  '--enable-unsafe-swiftshader',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
];
const executable = [process.env.CHROMIUM ?? '', '/usr/bin/chromium', '/usr/bin/google-chrome'].find(
  (path) => path !== '' && existsSync(path),
);

/** A browser that draws in software, as the tests have it; null where there is none. */
export async function openBrowser(): Promise<Browser | null> {
  if (!executable) {
    console.log('\nNo Chromium (CHROMIUM is not set): what is measured in a browser is left out.');
    return null;
  }
  return chromium.launch({ executablePath: executable, args: FLAGS });
}
