// Related concepts asked of the same problems: of any questions that have right and wrong answers,
// as the world asks its own.

import { InputError } from "@w2s/base";
import { loadTask, pairs, type Random, random, rows, type Task, table, taskKind } from "@w2s/lab";

/** The task as two examples a question, the right answer first, each written by `input`. */
type Asked = (input?: string) => Task;

/** A question, and it with an answer that is right and one that is wrong. */
interface Posable {
  readonly id: string;
  readonly group: string;
  readonly question: string;
  readonly right: string;
  readonly wrong: string;
}

/** What a form is given: a problem, its place among all, and what is drawn for it. */
interface Posing {
  readonly problem: Posable;
  readonly index: number;
  readonly stream: Random;
  readonly problems: readonly Posable[];
}

/** A concept's row of a problem. Labels of the three with classes are even in every eight. */
const forms = {
  honesty({ problem, index }: Posing) {
    const isTrue = index % 2 === 1;
    return { text: isTrue ? problem.right : problem.wrong, label: isTrue ? "true" : "false" };
  },
  preference: ({ problem: { right, wrong } }: Posing) => ({ chosen: right, rejected: wrong }),
  instruction({ problem, index, stream }: Posing) {
    const isFollowed = (index >> 1) % 2 === 1;
    const truly = stream.integer(2) === 1;
    const answered = truly === isFollowed ? problem.right : problem.wrong;
    return {
      text: `Answer ${truly ? "truly" : "falsely"}.\n${answered}`,
      label: isFollowed ? "followed" : "not followed",
    };
  },
  safety({ problem: { question }, index, stream, problems }: Posing) {
    const isMentioned = (index >> 2) % 2 === 1;
    const own = wordsOf(question);
    const start = stream.integer(problems.length);
    const from = isMentioned ? own : wordsElsewhere(own, problems, start);
    if (from.length === 0) return undefined;
    const word = from[stream.integer(from.length)];
    return {
      text: `Never mention "${word}".\n${question}`,
      label: isMentioned ? "refuse" : "answer",
    };
  },
};

type Concept = keyof typeof forms;

/** What the classes of a concept are called; of a preference there are none. */
const classes: { readonly [C in Exclude<Concept, "preference">]: Readonly<Record<string, 0 | 1>> } =
  {
    honesty: { false: 0, true: 1 },
    instruction: { "not followed": 0, followed: 1 },
    safety: { answer: 0, refuse: 1 },
  };

const concepts = Object.keys(forms) as Concept[];

/** Concepts that ask for an answer: of these, being right about one goes with the others. */
export const answering: readonly string[] = concepts.filter((concept) => concept !== "safety");

/** Whose problems a task poses, and as what; a task of its own problems is its own set. */
export function posedAs(task: string): { readonly set: string; readonly concept: string } {
  const concept = concepts.find((name) => task.endsWith(`-${name}`));
  return concept === undefined
    ? { set: task, concept: task }
    : { set: task.slice(0, -concept.length - 1), concept };
}

/**
 * A task of questions as four: is the answer right (honesty), which of two is right (preference),
 * was an instruction to answer truly or falsely followed, does the question mention a word that is
 * forbidden (safety). Each has the same problems under the same ids, of all parts together, and
 * tests the same fifth of them; one concept's label tells nothing of another's.
 * @throws InputError for a task without questions, such as one made by `table`
 */
export function posedTasks(task: Task): Task[] {
  const kind = taskKind(task);
  if (!kind.asked) {
    throw new InputError(
      `--task: concepts asks the same questions in several ways; "${task.name}" has no questions ` +
        "with right and wrong choices; name a task that has, such as openbookqa=FOLDER",
    );
  }
  const { limit: _, ...options } = task.options;
  const whole = { ...task, options } as Task;
  const asked: Asked = (input) => kind.asked!(whole, input);
  const known = new Map<string, Promise<readonly Posable[]>>();
  const problemsIn = (baseDir: string) => {
    const problems = known.get(baseDir) ?? posable(asked, baseDir);
    known.set(baseDir, problems);
    return problems;
  };
  return concepts.map((concept) => posedTask(task, concept, problemsIn));
}

/** Every fifth eight problems: their labels are even, and all concepts are tested on the same. */
const isTest = (index: number): boolean => (index >> 3) % 5 === 0;

function posedTask(
  task: Task,
  concept: Concept,
  problemsIn: (baseDir: string) => Promise<readonly Posable[]>,
): Task {
  const name = `${task.name}-${concept}`;
  const { seed = 0, limit } = task.options;
  const source = (part: "test" | "others") =>
    rows(`${name} ${part}`, async function* ({ baseDir }) {
      const problems = await problemsIn(baseDir);
      const stream = random(seed, `concepts/${name}`);
      for (const [index, problem] of problems.entries()) {
        const row = forms[concept]({ problem, index, stream, problems });
        if (row !== undefined && isTest(index) === (part === "test"))
          yield { id: problem.id, group: problem.group, ...row };
      }
    });
  const common = {
    name,
    seed,
    id: "id",
    group: "group",
    test: source("test"),
    ...(limit !== undefined && { limit }),
  };
  return concept === "preference"
    ? pairs(source("others"), { chosen: "chosen", rejected: "rejected", ...common })
    : table(source("others"), {
        text: "text",
        label: "label",
        labels: classes[concept],
        ...common,
      });
}

/** A task's questions, each with its right answer and a wrong one that the task's seed draws. */
async function posable(task: Asked, baseDir: string): Promise<Posable[]> {
  const stated = await loadTask(task(), { baseDir });
  const asked = await loadTask(task("{question}"), { baseDir });
  return stated.examples.flatMap((right, i) => {
    if (right.label !== 1) return [];
    const id = right.id.slice(0, right.id.lastIndexOf("/")).replace(":", "-");
    const wrong = stated.examples[i + 1]!;
    const question = asked.examples[i]!.inputs[0]!;
    return [{ id, group: right.group, question, right: right.inputs[0]!, wrong: wrong.inputs[0]! }];
  });
}

/** The words of the first question from `start` on that has others than these. */
function wordsElsewhere(own: readonly string[], problems: readonly Posable[], start: number) {
  for (let step = 0; step < problems.length; step += 1) {
    const { question } = problems[(start + step) % problems.length]!;
    const words = wordsOf(question).filter((word) => !own.includes(word));
    if (words.length > 0) return words;
  }
  return [];
}

/** A text's longer words, each once: the shortest are in every text, and would tell the label. */
const wordsOf = (text: string): string[] => [...new Set(text.match(/[\p{L}\p{N}]{4,}/gu))];
