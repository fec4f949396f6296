/**
 * The alarms, as the frame of the application reads them.
 *
 * @module
 */
import type { Alarm } from '@cloudlink-center/spec';
import type { JSX } from 'preact';
import type { Live } from './use-live.ts';

export function AlarmsPage({ alarms: { data, failure } }: { alarms: Live<readonly Alarm[]> }): JSX.Element {
  return (
    <>
      <h1>Alarms</h1>
      {failure !== undefined && <p role="alert">{failure}</p>}
      {data?.length === 0 && <p>No alarms.</p>}
      <ul class="alarms">
        {data?.map(({ id, severity, type, details, timestamp }) => (
          <li key={id} data-alarm={id}>
            <strong>{severity ?? 'unknown severity'}</strong> {details ?? type}
            {timestamp !== undefined && (
              <time dateTime={timestamp}> {new Date(timestamp).toLocaleString()}</time>
            )}
          </li>
        ))}
      </ul>
    </>
  );
}
