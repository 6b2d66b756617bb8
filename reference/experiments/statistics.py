"""Values for packages/experiments/src/statistics.test.ts, by SciPy."""

from scipy.stats import linregress, spearmanr

x = [1, 2, 3, 4, 5, 5, 7, 8.5]
y = [2.1, 1.9, 3.5, 3.5, 6, 4, 5.5, 9]
line = linregress(x, y)
print(repr(float(spearmanr(x, y).statistic)), repr(float(line.slope)), repr(float(line.intercept)))
