package dev.vfr.recorder.check;

import dev.vfr.model.report.Figures;
import dev.vfr.model.report.Finding;
import java.util.Locale;
import java.util.Optional;

/// Upper limit for a figure.
public sealed interface Budget {

    /// From the source device's stop to the run of the destination's.
    record Downtime(long limitNs) implements Budget {}

    /// The downtime that the VMM reports of itself.
    record VmmDowntime(long limitNs) implements Budget {}

    /// From the SET of STOP_COPY to the last byte read, of the slowest device at the source.
    record StopCopyTime(long limitNs) implements Budget {}

    /// What all devices at the source streamed in STOP_COPY.
    record StopCopyBytes(long limitBytes) implements Budget {}

    /// What all devices at the source streamed.
    record AllBytes(long limitBytes) implements Budget {}

    /// How many findings of severity error or warning there may be.
    record FindingCount(long most) implements Budget {}

    /// The least severity that is too bad.
    record FindingSeverity(Finding.Severity refused) implements Budget {}

    /// The name on the command line and in results.
    default String name() {
        return switch (this) {
            case Downtime _ -> "downtime";
            case VmmDowntime _ -> "vmm-downtime";
            case StopCopyTime _, StopCopyBytes _ -> "stop-copy";
            case AllBytes _ -> "bytes";
            case FindingCount _, FindingSeverity _ -> "findings";
        };
    }

    /// What is allowed, such as `at most 300 ms`.
    default String limit() {
        return switch (this) {
            case Downtime time -> "at most " + Figures.time(time.limitNs);
            case VmmDowntime time -> "at most " + Figures.time(time.limitNs);
            case StopCopyTime time -> "at most " + Figures.time(time.limitNs);
            case StopCopyBytes bytes -> "at most " + Figures.bytes(bytes.limitBytes);
            case AllBytes bytes -> "at most " + Figures.bytes(bytes.limitBytes);
            case FindingCount count -> "at most " + count.most;
            case FindingSeverity severity -> "none of severity " + orWorse(severity.refused);
        };
    }

    private static String orWorse(Finding.Severity severity) {
        return severity == Finding.Severity.ERROR ? severity.word() : severity.word() + " or worse";
    }

    /// A budget as it is written on the command line, such as `downtime=300ms`.
    ///
    /// @throws IllegalArgumentException with what was expected, where it is none
    static Budget parse(String text) {
        int equals = text.indexOf('=');
        String name = equals < 0 ? text : text.substring(0, equals);
        String value = equals < 0 ? "" : text.substring(equals + 1);
        Optional<Budget> budget = switch (name) {
            case "downtime" -> Quantity.ns(value).map(Downtime::new);
            case "vmm-downtime" -> Quantity.ns(value).map(VmmDowntime::new);
            case "stop-copy" ->
                Quantity.ns(value)
                        .<Budget>map(StopCopyTime::new)
                        .or(() -> Quantity.bytes(value).map(StopCopyBytes::new));
            case "bytes" -> Quantity.bytes(value).map(AllBytes::new);
            case "findings" ->
                Quantity.count(value)
                        .<Budget>map(FindingCount::new)
                        .or(() -> severity(value).map(FindingSeverity::new));
            default ->
                throw new IllegalArgumentException(
                        "expected downtime, vmm-downtime, stop-copy, bytes or findings, found '" + name + "'");
        };
        return budget.orElseThrow(() ->
                new IllegalArgumentException("expected " + name + "=" + expected(name) + ", found '" + value + "'"));
    }

    private static String expected(String name) {
        return switch (name) {
            case "downtime", "vmm-downtime" -> "a time with its unit, such as 300ms";
            case "stop-copy" -> "a time or a size with its unit, such as 200ms or 20MiB";
            case "bytes" -> "a size with its unit, such as 80MiB";
            default -> "a number, error, warning or info";
        };
    }

    private static Optional<Finding.Severity> severity(String value) {
        for (Finding.Severity severity : Finding.Severity.values()) {
            if (severity.word().equals(value.toLowerCase(Locale.ROOT))) {
                return Optional.of(severity);
            }
        }
        return Optional.empty();
    }
}
