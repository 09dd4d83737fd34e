import type { SettingDescription } from '../../settings/describe.ts';
import type { SettingsAnswer } from '../answers.ts';
import { UsageError, type Command } from '../command.ts';
import { printTable, type Cell } from '../table.ts';
import { harmless, wrap } from '../terminal.ts';

export const settingsGet: Command = {
  name: 'settings get',
  usage: '[KEY]',
  summary: 'Shows all settings, or the value of one',
  options: { long: { short: 'l', help: 'With what each one is for' } },
  examples: [
    ['pupsentryctl settings get', 'all, with their ranges'],
    ['pupsentryctl settings get privacy.on', 'the bare value, for scripts'],
  ],
  words: { least: 0, most: 1 },
  async run({ client, words, on, json, terminal }) {
    const [key] = words;
    const answer = (await (await client()).call('settings.get', key ? { key } : {})) as SettingsAnswer;
    if (json) return terminal.json(key ? answer.settings[0] : answer);
    if (on('long')) {
      answer.settings.forEach((setting, i) => {
        if (i > 0) terminal.line();
        terminal.line(`${terminal.paint('bold', setting.key)} = ${harmless(shown(setting.value))}`);
        for (const line of wrap(`${setting.help} ${capital(range(setting))}.`, terminal.columns - 2))
          terminal.line(`  ${line}`);
      });
      return;
    }
    if (key) return terminal.line(harmless(shown(answer.settings[0]!.value)));
    printTable(
      terminal,
      [{ title: 'Setting' }, { title: 'Value' }, { title: 'Range' }],
      answer.settings.map((setting) => [setting.key, value(setting), range(setting)]),
    );
  },
};

export const settingsSet: Command = {
  name: 'settings set',
  usage: 'KEY VALUE [KEY VALUE ...]',
  summary: 'Changes settings, all of them or none',
  details: 'Switches take on and off. A change is stored before the command ends.',
  examples: [
    ['pupsentryctl settings set privacy.on on', 'the camera sees and hears nothing'],
    ['pupsentryctl settings set video.bitrateKbps 1200 log.level debug', 'two at once'],
  ],
  words: { least: 2, most: 100 },
  async run({ client, words, json, terminal }) {
    if (words.length % 2 !== 0)
      throw new UsageError(`"${words.at(-1)}" has no value: give KEY VALUE in pairs.`);
    const pairs: [string, string][] = [];
    for (let i = 0; i < words.length; i += 2) pairs.push([words[i]!, words[i + 1]!]);
    const values = Object.fromEntries(pairs);
    if (Object.keys(values).length < pairs.length) throw new UsageError('A setting is named twice.');
    const answer = (await (await client()).call('settings.set', { values })) as SettingsAnswer;
    if (json) return terminal.json(answer);
    for (const setting of answer.settings)
      terminal.line(`${setting.key} = ${harmless(shown(setting.value))}`);
  },
};

function shown(value: SettingDescription['value']): string {
  return typeof value === 'boolean' ? (value ? 'on' : 'off') : String(value);
}

function value(setting: SettingDescription): Cell {
  const changed = setting.value !== setting.default;
  return { text: shown(setting.value), ...(changed && { paint: 'yellow' as const }) };
}

function range(setting: SettingDescription): string {
  const { type, minimum, maximum, maxLength, choices, unit } = setting;
  const usual = `default ${shown(setting.default)}`;
  if (type === 'boolean') return `on or off, ${usual}`;
  if (type === 'choice') return `${choices!.join(', ')}; ${usual}`;
  if (type === 'integer' || type === 'number')
    return `${minimum} to ${maximum}${unit ? ` ${unit}` : ''}, ${usual}`;
  return `up to ${maxLength} characters, ${usual}`;
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
