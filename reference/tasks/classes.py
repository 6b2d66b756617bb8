"""Two classes with names, as datasets saves them, for packages/lab/src/tasks/fixtures/columns.

    python reference/tasks/classes.py packages/lab/src/tasks/fixtures/columns

Made with datasets 5.2.0: classes.parquet by to_parquet, classes.arrow the file of save_to_disk.
"""

import shutil
import sys
import tempfile
from pathlib import Path

from datasets import ClassLabel, Dataset, Features, Value

folder = Path(sys.argv[1])
rows = 24
features = Features(
    {"text": Value("string"), "label": ClassLabel(names=["positive", "negative"])}
)
text = [f"the film number {i} is {'bad' if i % 2 else 'good'}" for i in range(rows)]
made = Dataset.from_dict({"text": text, "label": [i % 2 for i in range(rows)]}, features=features)
made.to_parquet(folder / "classes.parquet")
with tempfile.TemporaryDirectory() as saved:
    made.save_to_disk(saved)
    shutil.copy(Path(saved) / "data-00000-of-00001.arrow", folder / "classes.arrow")
