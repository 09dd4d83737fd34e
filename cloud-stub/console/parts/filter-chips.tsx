import { Icon, type IconName } from './icon.tsx';

export interface Chip<Id extends string> {
  id: Id;
  name: string;
  icon?: IconName;
}

/** One of the ways a list can be looked at. */
export interface Filter<Id extends string, Item> extends Chip<Id> {
  passes(item: Item): boolean;
}

export interface FilterChipsProps<Id extends string> {
  filters: readonly Chip<Id>[];
  chosen: Id;
  onChoose(id: NoInfer<Id>): void;
}

/** What of a list is shown. */
export function FilterChips<Id extends string>({ filters, chosen, onChoose }: FilterChipsProps<Id>) {
  return (
    <div class="chips" role="group" aria-label="Show">
      {filters.map(({ id, name, icon }) => (
        <button key={id} class="chip" aria-pressed={id === chosen} onClick={() => onChoose(id)}>
          {icon && <Icon name={icon} small />}
          {name}
        </button>
      ))}
    </div>
  );
}
