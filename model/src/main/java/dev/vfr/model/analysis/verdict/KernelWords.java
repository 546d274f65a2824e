package dev.vfr.model.analysis.verdict;

import dev.vfr.model.analysis.pairing.MigrationCase;
import dev.vfr.model.analysis.pass.MigrationSide;
import dev.vfr.model.analysis.pass.ScannedTrace;
import dev.vfr.model.analysis.rule.kernel.KernelSaid;
import dev.vfr.model.event.DeviceEvent.KernelMessagePrinted;
import dev.vfr.model.event.EventHeader;
import dev.vfr.model.report.Diagnosis;
import dev.vfr.model.report.Diagnosis.EventRef;
import dev.vfr.model.report.Figures;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// What the kernel said of the device that failed, nearest to the failure.
///
/// The kernel's log has a clock of its own. A message counts if it is so close to the failure that both may be of one
/// moment, as far as its time is known; one without a time counts, and the line says so.
record KernelWords(EventRef event, String line, long apartNs) {

    private static final int SHOWN_MAX = 3;
    /// A driver prints its reason within the call. Some wait seconds for firmware first.
    private static final long CALL_NS = 5_000_000_000L;

    /// Those that stand beside the diagnosis of a migration, the nearest first.
    static List<KernelWords> beside(MigrationCase migration, Diagnosis diagnosis) {
        boolean wrong = switch (migration.outcome()) {
            case FAILED, BLOCKED, INCOMPLETE -> true;
            case COMPLETED, CANCELLED -> false;
        };
        Optional<EventRef> failure = diagnosis.shownBy();
        if (!wrong || failure.isEmpty()) {
            return List.of();
        }
        List<KernelWords> found = new ArrayList<>();
        migration.sides().shown().forEach(side -> {
            if (side.trace().name().equals(failure.get().trace())) {
                found.addAll(of(side, diagnosis, failure.get()));
            }
        });
        found.sort(Comparator.comparingLong(KernelWords::apartNs));
        return found.stream().limit(SHOWN_MAX).toList();
    }

    private static List<KernelWords> of(MigrationSide side, Diagnosis diagnosis, EventRef failure) {
        List<KernelWords> found = new ArrayList<>();
        for (KernelSaid said : side.trace().facts().of(KernelSaid.class).first()) {
            EventHeader header = said.event().header();
            boolean ofProcess = header.process() == side.process() && header.hasDevice();
            if (ofProcess && isOfDevice(side.trace(), header.device(), diagnosis)) {
                words(side.trace(), said.event(), failure).ifPresent(found::add);
            }
        }
        return found;
    }

    private static boolean isOfDevice(ScannedTrace trace, int device, Diagnosis diagnosis) {
        Optional<String> failed = diagnosis.failed().device();
        return failed.isEmpty()
                || trace.state()
                        .device(device)
                        .filter(track -> track.name().equals(failed.get())
                                || track.aliases().contains(failed.get()))
                        .isPresent();
    }

    private static Optional<KernelWords> words(ScannedTrace trace, KernelMessagePrinted message, EventRef failure) {
        EventHeader header = message.header();
        long at = trace.clock().axisNs(header.process(), header.timeNs());
        String said = "\"" + message.text() + "\"";
        OptionalLong seq = OptionalLong.of(header.seq());
        if (at == EventHeader.UNKNOWN_NS || failure.atNs().isEmpty()) {
            EventRef event = new EventRef(trace.name(), seq);
            String boot = message.bootNs().isPresent()
                    ? ", " + Figures.time(message.bootNs().getAsLong()) + " after boot"
                    : "";
            String why = " (time unknown: its clock is not tied to that of this trace" + boot + ")";
            return Optional.of(new KernelWords(event, said + why, Long.MAX_VALUE));
        }
        long uncertainty = message.uncertaintyNs().orElse(0);
        long apart = at - failure.atNs().getAsLong();
        if (Math.abs(apart) > CALL_NS + uncertainty) {
            return Optional.empty();
        }
        OptionalLong start = trace.clock().startRealtimeNs();
        EventRef event = new EventRef(
                trace.name(),
                seq,
                OptionalLong.of(at),
                start.isPresent() ? OptionalLong.of(start.getAsLong() + at) : OptionalLong.empty());
        String when = Figures.time(Math.abs(apart)) + (apart < 0 ? " before" : " after")
                + " it, by a clock that may be " + Figures.time(uncertainty) + " off";
        return Optional.of(new KernelWords(event, said + " (" + when + ")", Math.abs(apart)));
    }
}
