// What one can choose: native controls with labels, so that keyboards and screen readers have them.

import { count } from "@w2s/base";
import { useId } from "react";
import {
  errorPlaces,
  ladder,
  methods,
  type Width as Rung,
  type Settings,
  settingsSchema,
  tasks,
} from "../../src/settings.js";

interface Props {
  readonly settings: Settings;
  readonly choose: (chosen: Partial<Settings>) => void;
}

export function Choices({ settings, choose }: Props) {
  const { shape } = settingsSchema;
  const numbers = (key: "examples" | "seeds") =>
    Object.fromEntries([...shape[key].unwrap().values].map((value) => [value, count(value)]));
  return (
    <form className="choices" onSubmit={(event) => event.preventDefault()}>
      <Select
        label="Skill"
        value={settings.task}
        options={Object.keys(tasks)}
        about={tasks[settings.task]}
        choose={(task) => choose({ task: task as Settings["task"] })}
      />
      <Width
        label="Supervisor"
        value={settings.supervisor}
        choose={(supervisor) => choose({ supervisor })}
      />
      <Width label="Student" value={settings.student} choose={(student) => choose({ student })} />
      <Select
        label="What is trained"
        value={settings.adapt}
        options={{ probe: "a new head", finetune: "the whole student" }}
        about={
          settings.adapt === "probe" ? "all else stays frozen" : "slower; with a new head, too"
        }
        choose={(adapt) => choose({ adapt: adapt as Settings["adapt"] })}
      />
      <Select
        label="Method"
        value={settings.method}
        options={Object.keys(methods)}
        about={`the student ${methods[settings.method]}`}
        choose={(method) => choose({ method: method as Settings["method"] })}
      />
      <Select
        label="Errors"
        value={settings.errors}
        options={{ ...own(Object.keys(errorPlaces)), own: "its own" }}
        about={errorPlaces[settings.errors]}
        choose={(errors) => choose({ errors: errors as Settings["errors"] })}
      />
      <Select
        label="Examples"
        value={String(settings.examples)}
        options={numbers("examples")}
        about="in all splits"
        choose={(examples) => choose({ examples: Number(examples) as Settings["examples"] })}
      />
      <Select
        label="Seeds"
        value={String(settings.seeds)}
        options={numbers("seeds")}
        about="how often everything is repeated"
        choose={(seeds) => choose({ seeds: Number(seeds) as Settings["seeds"] })}
      />
      <Select
        label="Computed by"
        value={settings.device}
        options={{ cpu: "WebAssembly", webgpu: "WebGPU" }}
        about={settings.device === "cpu" ? "runs everywhere" : "where the browser has it"}
        choose={(device) => choose({ device: device as Settings["device"] })}
      />
    </form>
  );
}

const own = (names: readonly string[]) => Object.fromEntries(names.map((name) => [name, name]));

interface SelectProps {
  readonly label: string;
  readonly value: string;
  readonly options: readonly string[] | Readonly<Record<string, string>>;
  readonly about: string;
  readonly choose: (value: string) => void;
}

function Select({ label, value, options, about, choose }: SelectProps) {
  const id = useId();
  const named = Array.isArray(options) ? own(options) : (options as Record<string, string>);
  return (
    <div className="choice">
      <label htmlFor={id}>{label}</label>
      <select
        id={id}
        value={value}
        aria-describedby={`${id}-about`}
        onChange={(event) => choose(event.target.value)}
      >
        {Object.entries(named).map(([name, text]) => (
          <option key={name} value={name}>
            {text}
          </option>
        ))}
      </select>
      <small id={`${id}-about`}>{about}</small>
    </div>
  );
}

interface WidthProps {
  readonly label: string;
  readonly value: Rung;
  readonly choose: (width: Rung) => void;
}

/** A model of the ladder, dragged from weak to strong. */
function Width({ label, value, choose }: WidthProps) {
  const id = useId();
  return (
    <div className="choice">
      <label htmlFor={id}>
        {label} <output htmlFor={id}>world-{value}</output>
      </label>
      <input
        id={id}
        type="range"
        min={0}
        max={ladder.length - 1}
        value={ladder.indexOf(value)}
        aria-valuetext={`world-${value}, rung ${ladder.indexOf(value) + 1} of ${ladder.length}`}
        onChange={(event) => choose(ladder[Number(event.target.value)]!)}
      />
      <small aria-hidden="true" className="ends">
        <span>weakest</span>
        <span>strongest</span>
      </small>
    </div>
  );
}
