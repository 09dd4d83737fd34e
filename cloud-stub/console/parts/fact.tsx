import type { ComponentChildren } from 'preact';

/** One line of a fact list. @param note a quieter sentence below the value */
export function Fact(props: { term: string; note?: string; children: ComponentChildren }) {
  return (
    <div>
      <dt>{props.term}</dt>
      <dd>
        {props.children}
        {props.note && <small>{props.note}</small>}
      </dd>
    </div>
  );
}
