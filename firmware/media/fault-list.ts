/** The faults of the media process that stand at present. */
export { FaultList } from '../care/faults.ts';
