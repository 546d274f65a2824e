package dev.vfr.model.analysis.rule.protocol;

import dev.vfr.model.analysis.pass.FactCollector;
import dev.vfr.model.analysis.pass.Watcher;
import dev.vfr.model.analysis.rule.Rule;
import java.util.List;

/// The rules on the protocol, in the order in which their findings are told.
public final class ProtocolRules {

    public static final List<Rule> ALL = List.of(
            new SetStateFailed(),
            new SetStateNeverReturned(),
            new RecoveryWithoutReset(),
            new PreCopyFromStopCopy(),
            new ImpossibleStateRequested(),
            new UnofferedStateRequested(),
            new UnknownStateAccepted(),
            new DataFdOutOfSyncRule(),
            new SecondDataFd(),
            new DataFdWithoutSession(),
            new DataFdMissing(),
            new ReadFailed(),
            new WriteFailed(),
            new ReadAfterFailedSet(),
            new DataFdAfterSession(),
            new DataFdMisused(),
            new DataFdLeaked(),
            new StopCopyNotDrained(),
            new IllegalArc(),
            new StateNotOffered(),
            new DataAfterEnd(),
            new EnomsgInStopCopy(),
            new InitialBytesRose(),
            new InitialBytesMissing(),
            new ReinitWithoutOptIn(),
            new DataOutsideSession(),
            new PrecopyQueryOutside(),
            new StateContradicted(),
            new PresentStateRefused(),
            new PollContradicted(),
            new EnomsgBusyLoop(),
            new NotRunningAfterCancel(),
            new NotRunningAfterReset(),
            new NotRunningAfterOpen(),
            new FlagsForbidden());

    private ProtocolRules() {}

    /// What gathers the evidence of these rules in one trace.
    public static List<Watcher> watchers(FactCollector facts) {
        return List.of(
                new RequestWatcher(facts),
                new DataFdWatcher(facts),
                new SessionWatcher(facts),
                new AnswerWatcher(facts),
                new PollWatcher(facts),
                new EmptyReadWatcher(facts),
                new CancelWatcher(facts));
    }
}
