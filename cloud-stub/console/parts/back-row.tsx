import type { ComponentChildren } from 'preact';
import { Icon } from './icon.tsx';

/** Where a page hangs from. @param title the page's own head, when it fits in this row */
export function BackRow(props: { to: string; name: string; title?: string; children?: ComponentChildren }) {
  return (
    <div class="backrow">
      <a class="btn icon" href={`#${props.to}`} aria-label={`Back to ${props.name}`}>
        <Icon name="back" />
      </a>
      {props.title ? <h1>{props.title}</h1> : <span class="quiet sm">{props.name}</span>}
      {props.children && <div class="end">{props.children}</div>}
    </div>
  );
}
