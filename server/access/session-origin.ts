import { isIP } from 'node:net';

/** Where a session was begun, as far as its owner needs it to know it again. */
export interface SessionOrigin {
  /** 'Firefox on Windows'. */
  readonly device: string;
  /** The address without its last part; null where it is not known. */
  readonly network: string | null;
}

// The first that fits: browsers name the ones they descend from.
const BROWSERS: readonly (readonly [RegExp, string])[] = [
  [/\bEdg(?:e|A|iOS)?\//, 'Edge'],
  [/\bOPR\/|\bOpera\//, 'Opera'],
  [/\bSamsungBrowser\//, 'Samsung Internet'],
  [/\bFirefox\/|\bFxiOS\//, 'Firefox'],
  [/\bChrom(?:e|ium)\/|\bCriOS\/|\bHeadlessChrome\//, 'Chrome'],
  [/\bSafari\//, 'Safari'],
];
const SYSTEMS: readonly (readonly [RegExp, string])[] = [
  [/\bWindows\b/, 'Windows'],
  [/\biPhone\b/, 'iPhone'],
  [/\biPad\b/, 'iPad'],
  [/\bAndroid\b/, 'Android'],
  [/\bCrOS\b/, 'ChromeOS'],
  [/\bMac OS X\b|\bMacintosh\b/, 'Mac'],
  [/\bLinux\b/, 'Linux'],
];

/**
 * Words for the browser and the network that a session begins from. Only these words are kept: what a browser says of itself in
 * full, and a full address, would tell people apart who need not be.
 */
export function sessionOrigin({
  address,
  userAgent = '',
}: {
  readonly address: string;
  readonly userAgent?: string | undefined;
}): SessionOrigin {
  const browser = BROWSERS.find(([sign]) => sign.test(userAgent))?.[1];
  const system = SYSTEMS.find(([sign]) => sign.test(userAgent))?.[1];
  return {
    device: browser
      ? `${browser}${system ? ` on ${system}` : ''}`
      : system
        ? `A program on ${system}`
        : 'An unknown browser',
    network: networkOf(address),
  };
}

/** 192.0.2.7 as 192.0.2.*; 2001:db8:1:2::7 as 2001:db8:1::*, the part that is one customer's. */
function networkOf(address: string): string | null {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1] ?? address;
  if (mapped === '::1' || mapped.startsWith('127.')) return 'this computer';
  if (isIP(mapped) === 4) return mapped.replace(/\d+$/, '*');
  if (isIP(mapped) !== 6) return null;
  const [head = ''] = mapped.split('%')[0]!.split('::');
  const parts = [...head.split(':').filter((part) => part !== ''), '0', '0', '0'].slice(0, 3);
  return `${parts.join(':')}::*`;
}
