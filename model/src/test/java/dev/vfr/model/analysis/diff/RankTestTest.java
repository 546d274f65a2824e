package dev.vfr.model.analysis.diff;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// The statistic against published values.
final class RankTestTest {

    private static double[] of(double... values) {
        return values;
    }

    /// R, `?wilcox.test`: Hollander and Wolfe (1973), 69f, permeability constants of the human chorioamnion. W = 35,
    /// p = 0.1272 one-sided; without ties the two-sided p is twice that.
    @Test
    void hollanderAndWolfe() {
        double[] term = of(0.80, 0.83, 1.89, 1.04, 1.45, 1.38, 1.91, 1.64, 0.73, 1.46);
        double[] early = of(1.15, 0.88, 0.90, 0.74, 1.21);

        RankTest test = RankTest.of(early, term);

        assertEquals(35, test.u());
        assertEquals(0.2544, test.p(), 0.00005);
        assertTrue(test.exact());
    }

    /// SciPy's manual of `mannwhitneyu`: ages at diagnosis of type II diabetes. U = 17, p = 0.1111 exactly.
    @Test
    void agesAtDiagnosis() {
        double[] males = of(19, 22, 16, 29, 24);
        double[] females = of(20, 11, 17, 12);

        RankTest test = RankTest.of(females, males);

        assertEquals(17, test.u());
        assertEquals(0.11111111111111112, test.p(), 1e-12);
    }

    /// The smallest p of samples that do not overlap is 2 / C(n + m, n): 0.1 for 3 and 3, 0.0286 for 4 and 4, 0.0079
    /// for
    /// 5 and 5, as in every table of U.
    @Test
    void samplesThatDoNotOverlap() {
        assertEquals(0.1, RankTest.of(of(1, 2, 3), of(4, 5, 6)).p(), 1e-12);
        assertEquals(2.0 / 70, RankTest.of(of(1, 2, 3, 4), of(5, 6, 7, 8)).p(), 1e-12);
        RankTest five = RankTest.of(of(1, 2, 3, 4, 5), of(6, 7, 8, 9, 10));
        assertEquals(2.0 / 252, five.p(), 1e-12);
        assertEquals(25, five.u());
        assertEquals(five.p(), five.least(), 1e-12);
    }

    /// Critical values of U at 0.05 two-sided for 5 and 5: U = 2 is significant, 3 is not (p 0.0317 and 0.0556).
    @Test
    void criticalValuesOfTheTables() {
        assertEquals(
                8.0 / 252, RankTest.of(of(1, 2, 3, 4, 7), of(5, 6, 8, 9, 10)).p(), 1e-12);
        assertEquals(
                14.0 / 252, RankTest.of(of(1, 2, 3, 4, 8), of(5, 6, 7, 9, 10)).p(), 1e-12);
    }

    @Test
    void tiesShareTheirRanks() {
        RankTest same = RankTest.of(of(1, 1, 1), of(1, 1, 1));
        assertEquals(4.5, same.u());
        assertEquals(1, same.p());
        // Ranks 1, 2.5, 2.5, 4: of the six ways to choose two, {1, 2.5} twice and {2.5, 4} twice are 1.5 off the
        // middle.
        assertEquals(4.0 / 6, RankTest.of(of(1, 2), of(2, 3)).p(), 1e-12);
    }

    @Test
    void theApproximationAgreesWithTheCount() {
        Random random = new Random(5);
        double[] first = random.doubles(50).toArray();
        double[] second = random.doubles(50).map(value -> value + 0.12).toArray();
        RankTest counted = RankTest.of(first, second);
        RankTest approximated = RankTest.of(
                first, Arrays.copyOf(random.doubles(51).map(v -> v + 0.12).toArray(), 51));

        assertTrue(counted.exact());
        assertFalse(approximated.exact());
        // The same ranks, approximated by hand: z = (|u - nm/2| - 1/2) / sqrt(nm (n + m + 1) / 12).
        double z = (Math.abs(counted.u() - 1250) - 0.5) / Math.sqrt(2500.0 * 101 / 12);
        assertEquals(2 * tail(z), counted.p(), 0.002);
        double z51 = (Math.abs(approximated.u() - 1275) - 0.5) / Math.sqrt(2550.0 * 102 / 12);
        assertEquals(2 * tail(z51), approximated.p(), 1e-6);
    }

    /// The upper tail of the normal distribution, summed up.
    private static double tail(double z) {
        double sum = 0;
        double step = 1e-4;
        for (double x = z + step / 2; x < 10; x += step) {
            sum += Math.exp(-x * x / 2) * step;
        }
        return sum / Math.sqrt(2 * Math.PI);
    }

    @Test
    void theSameDistributionIsSignificantAsRarelyAsPromised() {
        Random random = new Random(1);
        int significant = 0;
        int tests = 2_000;
        for (int i = 0; i < tests; i++) {
            double[] first = random.doubles(8).toArray();
            double[] second = random.doubles(8).toArray();
            significant += RankTest.of(first, second).p() <= 0.05 ? 1 : 0;
        }
        double rate = significant / (double) tests;
        // Of 8 and 8 the exact level is 0.0499; three standard errors of 2,000 tests are 0.0146.
        assertEquals(0.0499, rate, 0.0146);
    }

    @Test
    void holmStepsDownFromTheSmallest() {
        assertArrayEquals(new double[] {0.03, 0.06, 0.06, 0.02}, Samples.holm(List.of(0.01, 0.04, 0.03, 0.005)), 1e-12);
    }

    @Test
    void theShiftIsTheMedianOfAllDifferences() {
        assertEquals(3, Samples.shift(of(1, 2, 3), of(4, 5, 6)));
        assertEquals(2.5, Samples.median(of(4, 1, 2, 3)));
    }
}
