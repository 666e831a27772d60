import { readFileSync } from 'node:fs';
import type { PolicyOf } from './analyses/releases.ts';
import {
  DEFAULT_POLICIES,
  type DisclosurePolicy,
  type PolicyOverride,
  type SensitivityClass,
  tighten,
} from './disclosure/policy.ts';
import { nearestWord } from './nearest-word.ts';

/**
 * The rules of disclosure control with an installation's own made stricter: a JSON file of classes and rules, such as
 * { "health": { "floor": 10 } }. Nothing in it can make a rule looser.
 *
 * @param path the file; undefined: the defaults
 * @throws Error naming the class or rule that cannot be used, PolicyLoosenedError
 */
export function readDisclosureSettings(path: string | undefined): PolicyOf {
  if (path === undefined) return (sensitivityClass) => DEFAULT_POLICIES[sensitivityClass];
  const policies: Record<SensitivityClass, DisclosurePolicy> = { ...DEFAULT_POLICIES };
  for (const [name, override] of Object.entries(readRules(path))) {
    const known = Object.keys(policies);
    if (!known.includes(name)) {
      const near = nearestWord(name, known);
      throw new Error(
        `WARDLIGHT_DISCLOSURE names a class of data that is not known: ${name}.${near ? ` Did you mean ${near}?` : ''} Classes: ${known.join(', ')}.`,
      );
    }
    const sensitivityClass = name as SensitivityClass;
    policies[sensitivityClass] = tighten(policies[sensitivityClass], override);
  }
  return (sensitivityClass) => policies[sensitivityClass];
}

function readRules(path: string): Record<string, PolicyOverride> {
  try {
    const rules: unknown = JSON.parse(readFileSync(path, 'utf8'));
    if (typeof rules === 'object' && rules !== null && !Array.isArray(rules))
      return rules as Record<string, PolicyOverride>;
    throw new Error('it holds no object of classes');
  } catch (error) {
    throw new Error(
      `WARDLIGHT_DISCLOSURE names a file that cannot be used: ${path} (${(error as Error).message}). It is JSON such as { "health": { "floor": 10 } }.`,
    );
  }
}
