package dev.vfr.model.analysis.diff;

import java.util.Arrays;

/// The Mann-Whitney U test (Wilcoxon's rank sum test) of two samples, two-sided.
///
/// Up to [#EXACT_MAX] values together, p is counted out over all ways to deal the observed ranks to the two samples,
/// which holds for ties as well; above that it is approximated by the normal distribution with corrections for ties
/// and continuity. Source: Mann and Whitney, "On a test of whether one of two random variables is stochastically
/// larger than the other", Ann. Math. Stat. 18 (1947); Lehmann, "Nonparametrics" (1975), sections 1.2 to 1.4.
///
/// @param u how many pairs have the larger value in the second sample, ties halved
/// @param p the odds of ranks as far apart as these where both samples are of one distribution
/// @param least the smallest p that samples of these sizes can have
record RankTest(double u, double p, double least, boolean exact) {

    static final int EXACT_MAX = 100;

    /// Tests two samples, neither of them empty.
    static RankTest of(double[] first, double[] second) {
        int n = first.length;
        int m = second.length;
        double[] all = new double[n + m];
        System.arraycopy(first, 0, all, 0, n);
        System.arraycopy(second, 0, all, n, m);
        int[] doubledRanks = doubledRanks(all);
        long sum = 0;
        for (int i = n; i < n + m; i++) {
            sum += doubledRanks[i];
        }
        double u = sum / 2.0 - m * (m + 1) / 2.0;
        double least = Math.min(1, 2 / ways(n + m, m));
        boolean exact = n + m <= EXACT_MAX;
        double p = exact ? counted(doubledRanks, m, sum) : approximated(doubledRanks, n, m, u);
        return new RankTest(u, p, least, exact);
    }

    /// Twice the ranks, so that those of ties are whole numbers.
    private static int[] doubledRanks(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int[] ranks = new int[values.length];
        for (int i = 0; i < values.length; i++) {
            int below = 0;
            int same = 0;
            for (double other : sorted) {
                below += other < values[i] ? 1 : 0;
                same += other == values[i] ? 1 : 0;
            }
            ranks[i] = 2 * below + same + 1;
        }
        return ranks;
    }

    /// The part of all ways to choose `m` of the ranks whose sum is at least as far from the middle.
    private static double counted(int[] ranks, int m, long observed) {
        int most = Arrays.stream(ranks).sum();
        double[][] ways = new double[m + 1][most + 1];
        ways[0][0] = 1;
        for (int rank : ranks) {
            for (int chosen = m; chosen >= 1; chosen--) {
                for (int sum = most; sum >= rank; sum--) {
                    ways[chosen][sum] += ways[chosen - 1][sum - rank];
                }
            }
        }
        // The middle of the sum is m / N of the whole; both sides are taken N times to stay whole.
        long count = ranks.length;
        long far = Math.abs(observed * count - (long) most * m);
        double asFar = 0;
        double total = 0;
        for (int sum = 0; sum <= most; sum++) {
            total += ways[m][sum];
            if (Math.abs(sum * count - (long) most * m) >= far) {
                asFar += ways[m][sum];
            }
        }
        return asFar / total;
    }

    private static double approximated(int[] ranks, int n, int m, double u) {
        double count = ranks.length;
        double ties = 0;
        int[] sorted = ranks.clone();
        Arrays.sort(sorted);
        for (int i = 0; i < sorted.length; ) {
            int end = i;
            while (end < sorted.length && sorted[end] == sorted[i]) {
                end++;
            }
            double same = end - i;
            ties += same * same * same - same;
            i = end;
        }
        double variance = (double) n * m / 12 * (count + 1 - ties / (count * (count - 1)));
        if (variance <= 0) {
            return 1;
        }
        double far = Math.max(0, Math.abs(u - (double) n * m / 2) - 0.5);
        return Math.min(1, 2 * upperTail(far / Math.sqrt(variance)));
    }

    /// The odds of a standard normal value above `z`, z >= 0, to 7.5e-8. Source: Abramowitz and Stegun, "Handbook of
    /// Mathematical Functions", 26.2.17.
    private static double upperTail(double z) {
        double t = 1 / (1 + 0.2316419 * z);
        double series =
                t * (0.319381530 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))));
        return Math.exp(-z * z / 2) / Math.sqrt(2 * Math.PI) * series;
    }

    /// n over k.
    private static double ways(int n, int k) {
        double ways = 1;
        for (int i = 1; i <= k; i++) {
            ways = ways * (n - k + i) / i;
        }
        return ways;
    }
}
