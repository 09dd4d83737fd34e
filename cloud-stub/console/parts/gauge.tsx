import type { ComponentChildren } from 'preact';
import { Icon, type IconName } from './icon.tsx';

export interface GaugeProps {
  icon: IconName;
  name: string;
  value: string;
  unit: string;
  /** One sentence of range. */
  range: string;
  children?: ComponentChildren;
}

/** Value, unit, line, one sentence of range. */
export function Gauge({ icon, name, value, unit, range, children }: GaugeProps) {
  return (
    <div class="gauge">
      <dt>
        <Icon name={icon} />
        {name}
      </dt>
      <dd>
        {value} <small>{unit}</small>
      </dd>
      <dd class="fig">
        {children}
        {range}
      </dd>
    </div>
  );
}
