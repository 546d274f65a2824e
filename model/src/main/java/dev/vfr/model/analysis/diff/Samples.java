package dev.vfr.model.analysis.diff;

import java.util.Arrays;
import java.util.List;

/// Figures of samples.
final class Samples {

    private Samples() {}

    static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    /// The median of all differences between a value of the second sample and one of the first.
    static double shift(double[] first, double[] second) {
        double[] differences = new double[first.length * second.length];
        int i = 0;
        for (double one : first) {
            for (double other : second) {
                differences[i++] = other - one;
            }
        }
        return median(differences);
    }

    /// Each p with all of them tested at once taken into account. Source: Holm, "A simple sequentially rejective
    /// multiple test procedure", Scand. J. Statist. 6 (1979).
    static double[] holm(List<Double> ps) {
        Integer[] order = new Integer[ps.size()];
        Arrays.setAll(order, i -> i);
        Arrays.sort(order, (a, b) -> Double.compare(ps.get(a), ps.get(b)));
        double[] adjusted = new double[ps.size()];
        double least = 0;
        for (int i = 0; i < order.length; i++) {
            least = Math.max(least, Math.min(1, ps.get(order[i]) * (order.length - i)));
            adjusted[order[i]] = least;
        }
        return adjusted;
    }
}
