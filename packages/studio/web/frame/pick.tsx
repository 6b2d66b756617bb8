// One of some values, or any of them.

interface PickProps {
  readonly title: string;
  readonly values: readonly string[];
  /** Empty: any. */
  readonly chosen: string;
  readonly choose: (value: string) => void;
}

/** A labelled choice; nothing where there is but one value. */
export function Pick({ title, values, chosen, choose }: PickProps) {
  if (values.length < 2) return null;
  return (
    <label>
      {title}
      <select value={chosen} onChange={(event) => choose(event.target.value)}>
        <option value="">all</option>
        {values.map((value) => (
          <option key={value} value={value}>
            {value}
          </option>
        ))}
      </select>
    </label>
  );
}
