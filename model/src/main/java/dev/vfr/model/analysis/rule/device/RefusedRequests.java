package dev.vfr.model.analysis.rule.device;

import dev.vfr.model.analysis.rule.Advice;
import dev.vfr.model.analysis.rule.FactRule;
import dev.vfr.model.analysis.rule.protocol.OddRequest;
import dev.vfr.model.event.EventHeader;
import dev.vfr.model.report.Sentence;
import dev.vfr.model.vfio.DeviceState;
import dev.vfr.model.vfio.Errno;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/// Rules on requests that failed with an errno, and the conditions that separate their causes.
final class RefusedRequests {

    private static final long NS_PER_S = 1_000_000_000;

    /// A ConnectX-7 migrates so many virtual functions at once.
    private static final int SESSIONS_MAX = 4;

    private static final Set<Errno> NO_ROOM = EnumSet.of(Errno.EAGAIN, Errno.ENOMEM, Errno.EBUSY, Errno.ENOSPC);

    private RefusedRequests() {}

    /// @param why what the errno means, a clause behind a colon
    static FactRule<OddRequest> on(Errno errno, Advice advice, String why) {
        return on(request -> failedWith(request, errno), advice, why);
    }

    static FactRule<OddRequest> on(Predicate<OddRequest> refused, Advice advice, String why) {
        return FactRule.on(OddRequest.class, fact -> fact.set().header(), advice, fact -> sentence(fact, why))
                .when(refused)
                .weighing(FactRule.Weight.BY_OUTCOME);
    }

    /// The card has no room for one device more.
    static FactRule<OddRequest> onCardFull(Advice advice) {
        return on(RefusedRequests::isCardFull, advice, "{othersInSession} other devices were already in a session");
    }

    private static Sentence sentence(OddRequest request, String why) {
        String waited = request.set().header().hasDuration() ? " after {waitedNs}: " : ": ";
        return request.sentence("SET {requested} failed with {errno}" + waited + why)
                .count("othersInSession", request.othersInSession());
    }

    static boolean failedWith(OddRequest request, Errno errno) {
        return request.set().result().is(errno);
    }

    /// The request took at least a second: the driver waited for the device.
    static boolean tookLong(OddRequest request) {
        EventHeader header = request.set().header();
        return header.hasDuration() && header.durationNs() >= NS_PER_S;
    }

    static boolean isCardFull(OddRequest request) {
        return request.othersInSession() >= SESSIONS_MAX
                && entersSession(request)
                && NO_ROOM.stream().anyMatch(request.set().result()::is);
    }

    /// The device was to enter a data transfer session.
    private static boolean entersSession(OddRequest request) {
        Optional<DeviceState> wanted = request.set().requested();
        boolean from = request.from()
                .filter(state -> state.isSaving() || state == DeviceState.RESUMING)
                .isPresent();
        return !from
                && wanted.filter(state -> state.isSaving() || state == DeviceState.RESUMING)
                        .isPresent();
    }
}
