/** A light sensor without hardware: as bright as it is told. */
import type { LightSensor } from './light-sensor.ts';

export class SimulatedLightSensor implements LightSensor {
  readonly name = 'light sensor';
  /** Lux, or gain. */
  value: number;

  constructor(value = 300) {
    this.value = value;
  }

  start(): Promise<void> {
    return Promise.resolve();
  }

  stop(): Promise<void> {
    return Promise.resolve();
  }

  read(): Promise<number> {
    return Promise.resolve(this.value);
  }
}
