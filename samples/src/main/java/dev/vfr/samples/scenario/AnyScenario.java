package dev.vfr.samples.scenario;

import dev.vfr.samples.data.DataException;
import dev.vfr.samples.data.DataFolder;
import dev.vfr.samples.data.Node;
import dev.vfr.samples.vmm.VmmRelease;
import java.util.List;
import java.util.SplittableRandom;

/// A scenario without a file: devices, network, clocks, VMMs and what is wrong with them are drawn by a seed.
///
/// It is a file like any other, whose text is [#text]; nothing is expected of it. In one seed of three nothing is wrong
/// at all, so that faults do not hide what they would have hindered.
public final class AnyScenario {

    /// The name under which it is simulated.
    public static final String NAME = "any";

    /// Rules out the largest devices, whose traces take seconds.
    private static final List<String> PROFILES =
            List.of("net", "nvme", "virtio", "mtty", "mtty-2", "qat", "pds", "hisi-acc", "hisi-acc-idle");

    private static final List<String> ARCS = List.of(
            "RUNNING -> PRE_COPY",
            "PRE_COPY -> PRE_COPY_P2P",
            "PRE_COPY_P2P -> STOP_COPY",
            "RUNNING_P2P -> STOP",
            "STOP -> STOP_COPY",
            "STOP_COPY -> STOP",
            "STOP -> RESUMING",
            "RESUMING -> STOP",
            "STOP -> RUNNING_P2P",
            "RUNNING_P2P -> RUNNING");

    private static final List<String> ERRNOS = List.of("EIO", "EBUSY", "EINVAL", "ENOMEM", "ETIMEDOUT", "EAGAIN");

    private final SplittableRandom random;
    private final StringBuilder text = new StringBuilder();

    private AnyScenario(long seed) {
        random = new SplittableRandom(seed);
    }

    /// The scenario of a seed, as it would stand in a file.
    public static String text(long seed) {
        AnyScenario any = new AnyScenario(seed);
        any.write();
        return any.text.toString();
    }

    /// The scenario of a seed.
    public static Scenario of(long seed) {
        try {
            return Scenarios.of(NAME, data(seed));
        } catch (DataException e) {
            throw new IllegalStateException(text(seed), e);
        }
    }

    /// What the file of a seed's scenario would hold.
    public static Node data(long seed) {
        try {
            return Node.parse(NAME, text(seed));
        } catch (DataException e) {
            throw new IllegalStateException(text(seed), e);
        }
    }

    private void write() {
        boolean healthy = random.nextInt(3) == 0;
        line("description: Drawn by a seed.");
        line("devices:");
        int devices = random.nextInt(4) == 0 ? random.nextInt(2, 4) : 1;
        for (int i = 0; i < devices; i++) {
            String profile = of(PROFILES);
            line("  - profile: " + profile);
            side("source", profile, healthy);
            side("destination", profile, healthy);
        }
        line("network:");
        line("  bytes-per-second: " + of(List.of("40 MiB/s", "200 MiB/s", "1100 MiB/s", "8000 MiB/s")));
        line("  latency: " + of(List.of("20 us", "200 us", "3 ms", "40 ms")));
        if (!healthy && random.nextInt(4) == 0) {
            line("  faults:");
            line("    - record-emptied: " + random.nextInt(12));
        }
        line("hosts: {source-kernel: " + kernel() + ", destination-kernel: " + kernel() + "}");
        vmm(healthy);
    }

    private String kernel() {
        return of(List.of("{major: 6, minor: 12}", "{major: 7, minor: 2}"));
    }

    private void vmm(boolean healthy) {
        List<String> releases =
                List.of(VmmRelease.values()).stream().map(VmmRelease::version).toList();
        String release = of(releases);
        line("vmm:");
        line("  versions: {source: \"" + release + "\", destination: \"" + release + "\"}");
        line("  ram: {bytes: " + random.nextInt(1, 64) + " MiB, dirty-bytes-per-second: " + random.nextInt(8)
                + " MiB/s}");
        // A migration that does not converge would go on for ever.
        line("  happenings:");
        line("    - cancel: {phase: SETUP, after: " + (healthy ? 4000 : random.nextInt(1, 4000)) + " ms}");
    }

    private void side(String side, String profile, boolean healthy) {
        if (healthy || random.nextInt(2) == 0) {
            return;
        }
        line("    " + side + ":");
        if (random.nextInt(6) == 0 && new DataFolder("drivers").names().contains(profile)) {
            line("      profile: " + of(PROFILES));
        }
        line("      faults:");
        for (int i = random.nextInt(1, 3); i > 0; i--) {
            line("        - " + fault());
        }
    }

    private String fault() {
        return switch (random.nextInt(9)) {
            case 0 -> "arc-is-slow: {arc: " + of(ARCS) + ", extra: " + random.nextInt(1, 3000) + " ms}";
            case 1 -> "arc-fails: {arc: " + of(ARCS) + ", errno: " + of(ERRNOS) + ", left-in: ERROR}";
            case 2 -> {
                String arc = of(ARCS);
                yield "arc-fails: {arc: " + arc + ", errno: " + of(ERRNOS) + ", left-in: "
                        + arc.substring(0, arc.indexOf(' ')) + "}";
            }
            case 3 -> "read-fails: {from-offset: " + offset() + ", errno: " + of(ERRNOS) + "}";
            case 4 -> "write-fails: {from-offset: " + offset() + ", errno: " + of(ERRNOS) + "}";
            case 5 -> "reads-are-short: " + random.nextInt(20_000, 1_000_000);
            case 6 -> "byte-corrupted: " + offset();
            case 7 -> "image-truncated: " + offset();
            default -> "read-stalls: {from-offset: " + offset() + ", stall: " + random.nextInt(1, 900) + " ms}";
        };
    }

    private long offset() {
        return random.nextLong(1L << random.nextInt(1, 24));
    }

    private String of(List<String> choices) {
        return choices.get(random.nextInt(choices.size()));
    }

    private void line(String line) {
        text.append(line).append('\n');
    }
}
