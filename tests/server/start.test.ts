import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { projectRoot } from '../../server/project-root.ts';

interface Started {
  readonly url: string;
  readonly printed: () => string;
  stop(signal: NodeJS.Signals): Promise<number | null>;
}

/** `npm start` in a data folder, up to the address it prints. */
async function start(dataDirectory: string, environment: Record<string, string> = {}): Promise<Started> {
  const child: ChildProcess = spawn(process.execPath, [join(projectRoot, 'scripts/start.mjs')], {
    env: { ...process.env, DATABASE_URL: '', PORT: '0', WARDLIGHT_DATA: dataDirectory, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let printed = '';
  const ended = new Promise<number | null>((resolve) => child.on('close', (code) => resolve(code)));
  const url = await new Promise<string>((resolve, reject) => {
    const listen = (data: Buffer) => {
      printed += data.toString();
      const match = /Wardlight\s+(http:\/\/127\.0\.0\.1:\d+)\/[\s\S]*Ctrl-C/.exec(printed);
      if (match) resolve(match[1]);
    };
    child.stdout?.on('data', listen);
    child.stderr?.on('data', listen);
    child.on('close', (code) =>
      reject(new Error(`It ended with code ${code} before it was ready:\n${printed}`)),
    );
  });
  return {
    url,
    printed: () => printed,
    stop: async (signal) => {
      child.kill(signal);
      return ended;
    },
  };
}

describe('npm start', () => {
  const folder = mkdtempSync(join(tmpdir(), 'wardlight-start-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('creates the synthetic district, says who can sign in, survives kill -9, and stops cleanly on Ctrl-C', async () => {
    const first = await start(folder);
    expect(first.printed()).toContain('Creating the synthetic district');
    expect(first.printed()).toMatch(/sign.?in/i);
    expect((await fetch(`${first.url}/api/ready`)).status).toBe(200);
    expect(await (await fetch(first.url)).text()).toContain('<div id="app">');
    const { dataVersion } = (await (await fetch(`${first.url}/api/ready`)).json()) as { dataVersion: number };
    await first.stop('SIGKILL');
    expect(existsSync(join(folder, 'wardlight.lock')), 'the lock of a killed process stays').toBe(true);

    const second = await start(folder);
    expect(second.printed()).not.toContain('Creating the synthetic district');
    expect(await (await fetch(`${second.url}/api/ready`)).json()).toMatchObject({
      status: 'ready',
      dataVersion,
    });
    expect(await second.stop('SIGINT')).toBe(0);
    expect(existsSync(join(folder, 'wardlight.lock')), 'the folder is given back').toBe(false);
  }, 180_000);

  it('refuses settings that it does not know or cannot use, all at once', async () => {
    const attempt = start(folder, { WARDLIGHT_DATTA: 'x', LOG_LEVEL: 'loud' });
    await expect(attempt).rejects.toThrow(
      /WARDLIGHT_DATTA is not a setting.*WARDLIGHT_DATA[\s\S]*LOG_LEVEL must be one of/,
    );
  }, 60_000);
});
