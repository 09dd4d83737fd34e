import type { FunctionFacts as Facts } from '../wording/watch.ts';

/** What every optional function says of itself. @param without head of the fourth */
export function FunctionFacts({ facts, without }: { facts: Facts; without: string }) {
  const rows = [
    ['What for', facts.purpose],
    ['What it uses', facts.uses],
    ['Kept', facts.kept],
    [without, facts.without],
  ];
  return (
    <dl class="fnfacts">
      {rows.map(([term, words]) => (
        <div key={term}>
          <dt>{term}</dt>
          <dd>{words}</dd>
        </div>
      ))}
    </dl>
  );
}
