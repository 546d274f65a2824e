package dev.vfr.samples.data;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/// Finds what the user may have meant.
public final class Nearest {

    private Nearest() {}

    /// Up to three of `known` that are like `word`, the most alike first; none if nothing is.
    public static List<String> to(String word, Collection<String> known) {
        return known.stream()
                .filter(name -> distance(word, name) <= Math.max(2, name.length() / 3)
                        || name.contains(word)
                        || word.contains(name))
                .sorted(Comparator.comparingInt(name -> distance(word, name)))
                .limit(3)
                .toList();
    }

    /// What to say to a user who wrote `word`: what is alike, or all there is.
    public static String orAll(String word, Collection<String> known) {
        return "expected " + first(word, known, "one of " + String.join(", ", known));
    }

    /// What to say is expected: what is alike, or `otherwise`.
    static String first(String word, Collection<String> known, String otherwise) {
        List<String> alike = to(word, known);
        return alike.isEmpty() ? otherwise : "'" + String.join("' or '", alike) + "'";
    }

    /// How many characters have to be added, taken away or changed.
    private static int distance(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int changed = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(changed, Math.min(row[j], row[j - 1]) + 1);
            }
        }
        return row[b.length()];
    }
}
