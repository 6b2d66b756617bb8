// A study of 10,000 trials on features drawn in memory: 10 supervisors, 10 students, 10 methods,
// 10 seeds, with its cheap arms.

import {
  bootstrapping,
  confidence,
  drawn,
  entropy,
  focal,
  gce,
  kl,
  naive,
  probe,
  product,
  random,
  reverseKl,
  rows,
  type Study,
  study,
  surest,
  table,
} from "@w2s/lab";

/** Texts of made-up words; the class is the sign of the words' hidden weights. */
function sentences(count: number) {
  const draw = random(3, "ten thousand trials");
  const words = Array.from({ length: 60 }, (_, i) => ({ word: `w${i}`, weight: draw.normal() }));
  return Array.from({ length: count }, () => {
    const used = Array.from({ length: 6 }, () => words[draw.integer(60)]!);
    const sum = used.reduce((total, { weight }) => total + weight, 0);
    return { text: used.map(({ word }) => word).join(" "), label: Number(sum > 0) };
  });
}

const probes = (as: string, width: number, count: number) =>
  Array.from({ length: count }, (_, i) =>
    probe(drawn(width + i, { as, noise: 0.5 }), { epochs: 2 }),
  );

/** The study; `size` of each axis, default 10, makes `size ** 4` trials. */
export function tenThousand(size = 10): Study {
  const methods = [
    naive(),
    confidence(),
    bootstrapping({ through: [probe(drawn(16, { as: "link" }), { epochs: 2 })] }),
    surest({ keep: 0.5 }),
    entropy(),
    product(),
    kl(),
    reverseKl(),
    gce(),
    focal(),
  ];
  return study({
    name: "ten-thousand",
    task: table(rows("sentences", sentences(2000)), { text: "text", label: "label" }),
    supervisors: probes("weak", 4, size),
    students: probes("strong", 32, size),
    methods: methods.slice(0, size),
    seeds: size,
    resamples: 2000,
  });
}
