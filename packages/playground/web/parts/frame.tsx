// What stands above and below all else.

export function Top() {
  return (
    <header className="top">
      <h1>Can a weak model teach a strong one?</h1>
      <p>
        A small model labels what it half understands. A larger one learns from those labels alone.
        Ground truth, on questions that neither has seen, tells what came of it. All of it happens
        in this page: <strong>nothing is sent anywhere</strong>.
      </p>
    </header>
  );
}

export function Foot() {
  return (
    <footer className="soft">
      <p>
        The models are those of the w2s zoo, small language models of an invented world with exact
        ground truth: what is seen here need not hold for large models.{" "}
        <a href="./licenses.md">Whose code this page holds.</a>
      </p>
    </footer>
  );
}
