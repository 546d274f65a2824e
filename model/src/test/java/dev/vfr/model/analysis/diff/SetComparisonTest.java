package dev.vfr.model.analysis.diff;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vfr.model.report.Interval;
import dev.vfr.model.report.MigrationEstimates;
import dev.vfr.model.report.Report;
import dev.vfr.model.report.SetDiff;
import dev.vfr.model.report.SetDiff.Judgement;
import dev.vfr.model.report.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class SetComparisonTest {

    private static final double ALPHA = 0.05;

    private static Report run(long downtimeNs, long vmmNs) {
        return new Report(
                List.of(),
                List.of(new Report.MigrationSummary(
                        Report.Kind.VFIO,
                        Report.Outcome.COMPLETED,
                        new Verdict("COMPLETED.", List.of()),
                        Optional.empty(),
                        Optional.of(new Interval(downtimeNs, downtimeNs)),
                        OptionalLong.empty(),
                        OptionalLong.of(vmmNs),
                        OptionalLong.empty(),
                        List.of(),
                        Optional.empty(),
                        Optional.empty(),
                        OptionalLong.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        List.of(),
                        MigrationEstimates.NONE,
                        Optional.empty(),
                        Optional.empty())),
                List.of(),
                List.of());
    }

    private static List<Report> runs(Random random, int count, long slowerNs) {
        List<Report> runs = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            runs.add(run(100_000_000 + slowerNs + random.nextInt(10_000_000), 90_000_000 + random.nextInt(10_000_000)));
        }
        return runs;
    }

    @Test
    void whatGotSlowerIsSaidWithItsFigures() {
        SetDiff diff = SetComparison.of(runs(new Random(1), 6, 0), runs(new Random(2), 6, 50_000_000), ALPHA);

        SetDiff.Measure downtime = diff.measures().getFirst();
        assertEquals("downtime", downtime.span().name());
        assertEquals(Judgement.SLOWER, downtime.judgement());
        assertEquals(6, downtime.before());
        assertEquals(1, downtime.superiority());
        assertEquals(2.0 / 924, downtime.p(), 1e-12);
        assertEquals(50_000_000, downtime.shiftNs(), 10_000_000);
        assertEquals(Judgement.NOT_SHOWN, diff.measures().get(1).judgement());
        assertTrue(diff.isSlower());
    }

    @Test
    void whatGotFasterIsNoFault() {
        SetDiff diff = SetComparison.of(runs(new Random(1), 6, 50_000_000), runs(new Random(2), 6, 0), ALPHA);

        assertEquals(Judgement.FASTER, diff.measures().getFirst().judgement());
        assertFalse(diff.isSlower());
    }

    @Test
    void threeRunsEachProveNothingHoweverFarApart() {
        SetDiff diff = SetComparison.of(runs(new Random(1), 3, 0), runs(new Random(2), 3, 900_000_000), ALPHA);

        assertEquals(Judgement.TOO_FEW_RUNS, diff.measures().getFirst().judgement());
        assertFalse(diff.isSlower());
    }

    @Test
    void setsOfOneDistributionAreToldApartAsRarelyAsPromised() {
        int claimed = 0;
        int phases = 0;
        for (int seed = 0; seed < 600; seed++) {
            Random random = new Random(seed);
            SetDiff diff = SetComparison.of(runs(random, 7, 0), runs(random, 7, 0), ALPHA);
            claimed += isClaim(diff.measures().getFirst()) ? 1 : 0;
            phases += diff.measures().stream().skip(1).anyMatch(SetComparisonTest::isClaim) ? 1 : 0;
        }
        // Three standard errors of 600 comparisons are 0.027.
        assertEquals(ALPHA, claimed / 600.0, 0.027);
        assertTrue(phases / 600.0 < ALPHA + 0.027, phases + " of 600");
    }

    private static boolean isClaim(SetDiff.Measure measure) {
        return measure.judgement() == Judgement.SLOWER || measure.judgement() == Judgement.FASTER;
    }
}
