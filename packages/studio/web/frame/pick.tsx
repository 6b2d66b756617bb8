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
  const titles = Object.fromEntries(["", ...values].map((value) => [value, value || "all"]));
  return <Choice title={title} titles={titles} chosen={chosen} choose={choose} />;
}

interface ChoiceProps extends Omit<PickProps, "values"> {
  /** What each value is called, in order. */
  readonly titles: Readonly<Record<string, string>>;
}

/** A labelled choice among values that have titles. */
export function Choice({ title, titles, chosen, choose }: ChoiceProps) {
  return (
    <label>
      {title}
      <select value={chosen} onChange={(event) => choose(event.target.value)}>
        {Object.entries(titles).map(([value, name]) => (
          <option key={value} value={value}>
            {name}
          </option>
        ))}
      </select>
    </label>
  );
}
